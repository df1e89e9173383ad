"""Every response, and every answer about the person, has a record key; those that are there get one."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "record_keys"
down_revision = "known_names"
branch_labels = None
depends_on = None

TABLES = ("response", "equality_answer")
# Of 40 bits: the lower, in lots of six, are zero in most keys, each lot in three of four that had the one above.
BITS, PART_BITS, PARTS = 40, 6, 4


def upgrade():
    for table in TABLES:
        # In words that both databases take: rebuilding the table on SQLite would take its answers with it.
        op.execute(f"ALTER TABLE {table} ADD COLUMN record_key BIGINT NOT NULL DEFAULT 0")
        _give_keys(sa.table(table, sa.column("id", sa.Uuid()), sa.column("record_key", sa.BigInteger())))
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {table} ALTER COLUMN record_key DROP DEFAULT")


def downgrade():
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN record_key")


def _give_keys(table):
    rows = op.get_bind().execute(sa.select(table.c.id)).all()
    keys = [{"row": row.id, "key": _new_key()} for row in rows]
    given = table.update().where(table.c.id == sa.bindparam("row")).values(record_key=sa.bindparam("key"))
    if keys:
        op.get_bind().execute(given, keys)


def _new_key():
    empty = (PARTS - 1) * PART_BITS
    while empty and not secrets.randbits(2):
        empty -= PART_BITS
    return (secrets.randbits(BITS - empty) | 1) << empty
