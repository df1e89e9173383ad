"""The history of a flag stays, whatever it was raised for."""

from alembic import op

revision = "flag_history_stays"
down_revision = "no_told_tables"
branch_labels = None
depends_on = None

REFUSED = "the history of a flag only grows"
# As before: the history of a flag for language alone could be deleted.
MAY_GO = "EXISTS (SELECT 1 FROM flag WHERE flag.id = OLD.flag_id AND flag.reason = 'not_english')"


def upgrade():
    _refuse_deletes("")


def downgrade():
    _refuse_deletes(MAY_GO)


def _refuse_deletes(unless):
    if op.get_bind().dialect.name == "postgresql":
        exception = f"IF TG_OP = 'DELETE' AND {unless} THEN RETURN OLD; END IF; " if unless else ""
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_flag_event_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"{exception}RAISE EXCEPTION '{REFUSED}'; END $$"
        )
        return
    op.execute("DROP TRIGGER flag_event_refuses_delete")
    condition = f"WHEN NOT {unless} " if unless else ""
    op.execute(
        f"CREATE TRIGGER flag_event_refuses_delete BEFORE DELETE ON flag_event {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )
