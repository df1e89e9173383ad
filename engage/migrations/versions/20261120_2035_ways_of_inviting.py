"""Ways of inviting: a response may say by which of them it came."""

import sqlalchemy as sa
from alembic import op

revision = "ways_of_inviting"
down_revision = "audit_trail_only_grows"
branch_labels = None
depends_on = None

# In words that both databases take: rebuilding the table, as Alembic would on SQLite, costs it its lack of row numbers.
ADD = "ALTER TABLE response ADD COLUMN route_id INTEGER CONSTRAINT fk_response_route_id_route REFERENCES route (id)"


def upgrade():
    op.create_table(
        "route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=12), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_route_size_is_positive")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_route_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("survey_id", "name", name=op.f("uq_route_survey_id_name")),
        sa.UniqueConstraint("token", name=op.f("uq_route_token")),
    )
    op.execute(ADD)


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE response DROP COLUMN route_id")
    else:
        with op.batch_alter_table("response", table_kwargs={"sqlite_with_rowid": False}) as response:
            response.drop_column("route_id")
    op.drop_table("route")
