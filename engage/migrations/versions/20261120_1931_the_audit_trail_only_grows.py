"""The audit trail only grows: the database itself refuses to change or remove an entry."""

from alembic import op

revision = "audit_trail_only_grows"
down_revision = "whole_line"
branch_labels = None
depends_on = None

REFUSED = "the audit trail only grows"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE ON audit_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entry_refuses_{change.lower()} BEFORE {change} ON audit_entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entry_only_grows ON audit_entry")
        op.execute("DROP FUNCTION refuse_audit_change")
        return
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER audit_entry_refuses_{change}")
