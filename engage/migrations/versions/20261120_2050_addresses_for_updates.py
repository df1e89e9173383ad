"""Addresses of people who want to hear of the result."""

import sqlalchemy as sa
from alembic import op

revision = "addresses_for_updates"
down_revision = "about_the_person"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "update_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("sent_at IS NULL OR is_due", name=op.f("ck_update_address_sent_only_when_due")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_update_address_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_address")),
        sa.UniqueConstraint("survey_id", "email", name=op.f("uq_update_address_survey_id_email")),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("update_address")
