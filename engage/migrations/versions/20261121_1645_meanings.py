"""The vectors of an excerpt's sentences are kept beside it, and go with it."""

import sqlalchemy as sa
from alembic import op

revision = "meanings"
down_revision = "flags_people_raise"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "meaning",
        sa.Column("excerpt_id", sa.Uuid(), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_meaning_excerpt_id_excerpt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("excerpt_id", name=op.f("pk_meaning")),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("meaning")
