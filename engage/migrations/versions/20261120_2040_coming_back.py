"""Coming back: a code opens a draft, a receipt takes back what was sent; and a response says who helped."""

import sqlalchemy as sa
from alembic import op

revision = "coming_back"
down_revision = "ways_of_inviting"
branch_labels = None
depends_on = None

# In words that both databases take: rebuilding the table, as Alembic would on SQLite, costs it its lack of row numbers.
COLUMNS = {
    "help": "VARCHAR(10) CONSTRAINT ck_response_help_is_known CHECK (help IN ('none', 'read', 'wrote', 'proxy'))",
    "return_hash": "VARCHAR(64) CONSTRAINT ck_response_only_a_draft_is_returned_to "
    "CHECK (submitted_on IS NULL OR return_hash IS NULL)",
    "receipt_hash": "VARCHAR(64) CONSTRAINT ck_response_only_what_was_sent_has_a_receipt "
    "CHECK (submitted_on IS NOT NULL OR receipt_hash IS NULL)",
}


def upgrade():
    for name, rest in COLUMNS.items():
        op.execute(f"ALTER TABLE response ADD COLUMN {name} {rest}")
    for name, is_unique in (("return_hash", True), ("receipt_hash", False)):
        op.create_index(
            f"{'uq' if is_unique else 'ix'}_response_survey_id_{name}",
            "response",
            ["survey_id", name],
            unique=is_unique,
            sqlite_where=sa.text(f"{name} IS NOT NULL"),
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
    op.create_table(
        "code_tries",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("beginning", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("tested", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('return', 'withdraw')", name=op.f("ck_code_tries_purpose_is_known")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_code_tries_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "purpose", "beginning", name=op.f("pk_code_tries")),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("code_tries")
    op.drop_index("ix_response_survey_id_receipt_hash", "response")
    op.drop_index("uq_response_survey_id_return_hash", "response")
    if op.get_bind().dialect.name == "postgresql":
        for name in COLUMNS:
            op.execute(f"ALTER TABLE response DROP COLUMN {name}")
        return
    with op.batch_alter_table("response", table_kwargs={"sqlite_with_rowid": False}) as response:
        for name, rest in COLUMNS.items():
            response.drop_constraint(op.f(rest.split()[2]), type_="check")
            response.drop_column(name)
