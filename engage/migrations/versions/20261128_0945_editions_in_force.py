"""Which edition of a summary is in force is written down; so far it was the newest of each wave."""

import sqlalchemy as sa
from alembic import op

revision = "editions_in_force"
down_revision = "versions_of_lines"
branch_labels = None
depends_on = None

RELEASE = "summary_edition_release"


def upgrade():
    op.create_table(
        RELEASE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["summary_edition.id"], name=op.f(f"fk_{RELEASE}_edition_id_summary_edition")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], [f"{RELEASE}.id"], name=op.f(f"fk_{RELEASE}_replaces_id_{RELEASE}")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{RELEASE}_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RELEASE}")),
        sa.UniqueConstraint("replaces_id", name=op.f(f"uq_{RELEASE}_replaces_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{RELEASE}_edition_id"), RELEASE, ["edition_id"])
    # Until now the newest was in force from the moment it was published; so the newest row of a wave names the newest.
    op.execute(
        f"INSERT INTO {RELEASE} (edition_id, user_id, at, reason) "
        "SELECT id, publisher_id, published_at, '' FROM summary_edition ORDER BY wave_id, number"
    )


def downgrade():
    op.drop_table(RELEASE)
