"""Every wording of a line of the specification is a version."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "versions_of_lines"
down_revision = "held_passages"
branch_labels = None
depends_on = None

BEFORE_VERSIONS = "Changed before versions were kept"


def upgrade():
    version = op.create_table(
        "specification_line_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR decision_number IS NOT NULL OR reason <> ''",
            name=op.f("ck_specification_line_version_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["specification_line.id"],
            name=op.f("fk_specification_line_version_line_id_specification_line"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_specification_line_version_author_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specification_line_version")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq_specification_line_version_line_id_number")),
    )
    connection = op.get_bind()
    decided = _decided(connection)
    rows = [
        row
        for line_id, text in connection.execute(sa.text("SELECT id, text FROM specification_line ORDER BY id")).all()
        for row in _versions(line_id, text, decided.get(line_id, []))
    ]
    if rows:
        op.bulk_insert(version, rows)


def _decided(connection):
    """The decisions in approved minutes that changed each line, the earliest first."""
    meta = sa.MetaData()
    decision = sa.Table("decision", meta, autoload_with=connection)
    minutes = sa.Table("minutes", meta, autoload_with=connection)
    query = (
        sa.select(
            decision.c.line_id,
            decision.c.number,
            decision.c.old_text,
            decision.c.new_text,
            minutes.c.approver_id,
            sa.type_coerce(minutes.c.approved_at, sa.DateTime(timezone=True)),
        )
        .join(minutes, minutes.c.meeting_id == decision.c.meeting_id)
        .where(minutes.c.approved_at.is_not(None), decision.c.new_text.is_not(None))
        .order_by(minutes.c.approved_at, decision.c.number)
    )
    found = {}
    for line_id, *rest in connection.execute(query):
        found.setdefault(line_id, []).append(rest)
    return found


def _versions(line_id, text, decided):
    """The line as it began, what each decision made of it, and what an officer has written over that."""
    now = dt.datetime.now(dt.UTC)
    first = decided[0][1] if decided else text
    rows = [_row(line_id, first, now if not decided else decided[0][4])]
    rows += [
        _row(line_id, new, approved_at, number=number, approver=approver)
        for number, _old, new, approver, approved_at in decided
    ]
    if rows[-1]["text"] != text:
        rows.append(_row(line_id, text, now, reason=BEFORE_VERSIONS))
    return [{**row, "number": place} for place, row in enumerate(rows, 1)]


def _row(line_id, text, written_at, number=None, approver=None, reason=""):
    return {
        "line_id": line_id,
        "text": text,
        "reason": reason,
        "decision_number": number,
        "author_id": approver,
        "written_at": written_at,
    }


def downgrade():
    op.drop_table("specification_line_version")
