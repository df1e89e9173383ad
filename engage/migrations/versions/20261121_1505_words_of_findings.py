"""Who wrote a finding's words and who else approved them, and which quotes sum up a section."""

import sqlalchemy as sa
from alembic import op

revision = "words_of_findings"
down_revision = "known_shares"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "wording",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approver_id <> writer_id", name=op.f("ck_wording_approved_by_another")),
        sa.CheckConstraint(
            "(approver_id IS NULL) = (approved_at IS NULL)", name=op.f("ck_wording_approved_by_someone")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_wording_finding_id_finding"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["user.id"], name=op.f("fk_wording_writer_id_user")),
        sa.ForeignKeyConstraint(["approver_id"], ["user.id"], name=op.f("fk_wording_approver_id_user")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_wording")),
    )
    op.add_column("quote", sa.Column("in_summary", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    op.drop_column("quote", "in_summary")
    op.drop_table("wording")
