"""The next edition of a summary is prepared by a job, and stored until it is published."""

import sqlalchemy as sa
from alembic import op

revision = "drafts_of_summaries"
down_revision = "tokens_of_passages"
branch_labels = None
depends_on = None

DRAFT = "summary_draft"


def upgrade():
    op.create_table(
        DRAFT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("cautions", sa.JSON(), nullable=False),
        sa.Column("made_of", sa.String(length=64), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("preparer_id", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asker_id", sa.Integer(), nullable=True),
        sa.Column("stepped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(document IS NULL) = (prepared_at IS NULL) AND (prepared_at IS NULL) = (preparer_id IS NULL)",
            name=op.f(f"ck_{DRAFT}_prepared_by_someone"),
        ),
        sa.CheckConstraint("(asked_at IS NULL) = (asker_id IS NULL)", name=op.f(f"ck_{DRAFT}_asked_by_someone")),
        sa.CheckConstraint(
            "prepared_at IS NOT NULL OR asked_at IS NOT NULL", name=op.f(f"ck_{DRAFT}_prepared_or_asked_for")
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["user.id"], name=op.f(f"fk_{DRAFT}_asker_id_user")),
        sa.ForeignKeyConstraint(["preparer_id"], ["user.id"], name=op.f(f"fk_{DRAFT}_preparer_id_user")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f(f"fk_{DRAFT}_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DRAFT}")),
        sa.UniqueConstraint("wave_id", name=op.f(f"uq_{DRAFT}_wave_id")),
    )


def downgrade():
    op.drop_table(DRAFT)
