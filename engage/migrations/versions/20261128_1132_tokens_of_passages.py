"""Marks of passages on hold carry a token that nobody can guess. Those that stand in texts already have none and still
work; after a downgrade, what was held meanwhile stays covered."""

import sqlalchemy as sa
from alembic import op

revision = "tokens_of_passages"
down_revision = "flag_history_stays"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("held_passage", sa.Column("token", sa.String(length=20), nullable=True))


def downgrade():
    op.drop_column("held_passage", "token")
