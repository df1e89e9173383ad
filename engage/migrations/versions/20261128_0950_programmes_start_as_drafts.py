"""A programme is a draft until it is published; those there are stay public. The first day of the service is a fact."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "programme_drafts"
down_revision = "editions_in_force"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("programme", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("programme", sa.Column("service_starts_on", sa.Date(), nullable=True))
    programme = sa.table("programme", sa.column("published_at", sa.DateTime(timezone=True)))
    op.execute(programme.update().values(published_at=dt.datetime.now(dt.UTC)))


def downgrade():
    op.drop_column("programme", "service_starts_on")
    op.drop_column("programme", "published_at")
