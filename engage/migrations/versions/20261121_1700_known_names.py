"""Schools and places of a programme that are taken out of people's words."""

import sqlalchemy as sa
from alembic import op

revision = "known_names"
down_revision = "meanings"
branch_labels = None
depends_on = None

COLUMNS = ("known_schools", "known_places")


def upgrade():
    for column in COLUMNS:
        op.add_column("programme", sa.Column(column, sa.Text(), server_default="", nullable=False))


def downgrade():
    for column in reversed(COLUMNS):
        op.drop_column("programme", column)
