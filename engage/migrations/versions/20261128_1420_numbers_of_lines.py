"""Each version of a line of the specification says which number the line has from then on; those that are there already
do not say."""

import sqlalchemy as sa
from alembic import op

revision = "numbers_of_lines"
down_revision = "drafts_of_summaries"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("specification_line_version", sa.Column("line_number", sa.String(length=10), nullable=True))


def downgrade():
    op.drop_column("specification_line_version", "line_number")
