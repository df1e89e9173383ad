"""What readers were told of each wave is no longer remembered, nor held against later tables."""

import sqlalchemy as sa
from alembic import op

revision = "no_told_tables"
down_revision = "the_leads_work"
branch_labels = None
depends_on = None

closed_table = sa.table("closed_table", sa.column("id", sa.Integer()), sa.column("document", sa.JSON()))


def upgrade():
    op.drop_table("told_table")
    _change_documents(lambda document: {name: part for name, part in document.items() if name != "held_back"})


def downgrade():
    _change_documents(lambda document: {**document, "held_back": False})
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


def _change_documents(change):
    """Whether less was told than could have been is no longer part of a table."""
    for table_id, document in op.get_bind().execute(sa.select(closed_table)).all():
        changed = closed_table.update().where(closed_table.c.id == table_id).values(document=change(document))
        op.get_bind().execute(changed)
