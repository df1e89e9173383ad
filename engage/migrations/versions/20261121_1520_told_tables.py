"""What readers were told of each wave, and the tables that officers made."""

import sqlalchemy as sa
from alembic import op

revision = "told_tables"
down_revision = "the_whole_coder"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "told_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_told_table_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_table")),
        sa.UniqueConstraint("wave_id", "fingerprint", name=op.f("uq_told_table_wave_id_fingerprint")),
    )
    op.create_table(
        "closed_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["user.id"], name=op.f("fk_closed_table_maker_id_user")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_closed_table_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_table")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_closed_table_wave_id_number")),
    )


def downgrade():
    op.drop_table("closed_table")
    op.drop_table("told_table")
