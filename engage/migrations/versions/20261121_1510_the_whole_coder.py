"""How sure the machine is and how each code is felt; what was accepted unread; groups of excerpts."""

import sqlalchemy as sa
from alembic import op

revision = "the_whole_coder"
down_revision = "words_of_findings"
branch_labels = None
depends_on = None

MIXED = "BOOLEAN DEFAULT {no} NOT NULL CONSTRAINT ck_{table}_mixed_is_in_the_middle CHECK (NOT is_mixed OR sentiment = 3)"
# In words that both databases take: rebuilding the table, as Alembic would on SQLite, costs it its lack of row numbers.
COLUMNS = (
    ("coding", "sentiment", "INTEGER CONSTRAINT ck_coding_sentiment_is_on_the_scale CHECK (sentiment BETWEEN 1 AND 5)"),
    ("coding", "is_mixed", MIXED),
    ("excerpt_review", "is_mixed", MIXED),
    (
        "excerpt_review",
        "sureness",
        "{real} CONSTRAINT ck_excerpt_review_sureness_is_a_probability CHECK (sureness BETWEEN 0 AND 1)",
    ),
)


def upgrade():
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    no, real = ("false", "DOUBLE PRECISION") if is_postgresql else ("0", "DOUBLE")
    for table, name, rest in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {rest.format(table=table, no=no, real=real)}")
    _add_acceptance()
    _add_groups()


def _add_acceptance():
    op.create_table(
        "machine_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("measured", sa.Integer(), nullable=False),
        sa.Column("sure_from", sa.Double(), nullable=True),
        sa.Column("share_right", sa.Double(), nullable=True),
        sa.Column("share_low", sa.Double(), nullable=True),
        sa.Column("share_high", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_machine_run_programme_id_programme")),
        sa.ForeignKeyConstraint(["frame_id"], ["coding_frame.id"], name=op.f("fk_machine_run_frame_id_coding_frame")),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name=op.f("fk_machine_run_coder_id_coder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_run")),
    )
    op.create_index(op.f("ix_machine_run_programme_id"), "machine_run", ["programme_id"])
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("excerpts", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undoer_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undoer_id IS NULL)", name=op.f("ck_acceptance_undone_by_someone")),
        sa.ForeignKeyConstraint(["run_id"], ["machine_run.id"], name=op.f("fk_acceptance_run_id_machine_run")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_acceptance_user_id_user")),
        sa.ForeignKeyConstraint(["undoer_id"], ["user.id"], name=op.f("fk_acceptance_undoer_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    op.create_table(
        "accepted_excerpt",
        sa.Column("excerpt_id", sa.Uuid(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_accepted_excerpt_excerpt_id_excerpt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptance.id"], name=op.f("fk_accepted_excerpt_acceptance_id_acceptance")
        ),
        sa.PrimaryKeyConstraint("excerpt_id", "acceptance_id", name=op.f("pk_accepted_excerpt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_accepted_excerpt_acceptance_id"), "accepted_excerpt", ["acceptance_id"])


def _add_groups():
    op.create_table(
        "excerpt_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.CheckConstraint("kind IN ('uncoded', 'alike')", name=op.f("ck_excerpt_group_kind_is_known")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_excerpt_group_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excerpt_group")),
        sa.UniqueConstraint("programme_id", "kind", "number", name=op.f("uq_excerpt_group_programme_id_kind_number")),
    )
    op.create_index(op.f("ix_excerpt_group_programme_id"), "excerpt_group", ["programme_id"])
    op.create_table(
        "grouped_excerpt",
        sa.Column("excerpt_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("closeness", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["excerpt_id"], ["excerpt.id"], name=op.f("fk_grouped_excerpt_excerpt_id_excerpt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["excerpt_group.id"], name=op.f("fk_grouped_excerpt_group_id_excerpt_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("excerpt_id", "group_id", name=op.f("pk_grouped_excerpt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_grouped_excerpt_group_id"), "grouped_excerpt", ["group_id"])


def downgrade():
    for table in ("grouped_excerpt", "excerpt_group", "accepted_excerpt", "acceptance", "machine_run"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table, name, _ in COLUMNS:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        return
    for table in ("coding", "excerpt_review"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": False}) as batch:
            for _, name, rest in (column for column in COLUMNS if column[0] == table):
                batch.drop_constraint(op.f(rest.split("CONSTRAINT ")[1].split()[0].format(table=table)), type_="check")
                batch.drop_column(name)
