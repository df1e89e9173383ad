"""What the safeguarding lead does with a flag: how soon, how far, by whom, in a history that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "the_leads_work"
down_revision = "programme_drafts"
branch_labels = None
depends_on = None

NOW = "reason = 'concern' OR " + " OR ".join(
    f"category LIKE '%{category}%'"
    for category in ("suicide", "self-harm", "sexual harm", "hurt by someone", "threat to others")
)
CHECKS = {
    "tier_is_known": "tier IN ('look_now', 'look_today', 'probably_nothing')",
    "state_is_known": "state IN ('open', 'taken', 'asked', 'referred', 'closed', 'released')",
    "released_at_some_time": "(released_at IS NULL) = (state <> 'released')",
    "open_is_nobodys": "(holder_id IS NULL) OR (state <> 'open')",
}
NEW = ("tier", "state", "holder_id", "version")
REFUSED = "the history of a flag only grows"
# A flag that was raised for language alone goes with its answer when the person takes it back.
MAY_GO = "EXISTS (SELECT 1 FROM flag WHERE flag.id = OLD.flag_id AND flag.reason = 'not_english')"
ACTS = "'taken', 'noted', 'asked', 'answered', 'referred', 'closed', 'reopened', 'released', 'translated'"


def upgrade():
    _add_columns()
    op.execute(f"UPDATE flag SET tier = 'look_now' WHERE {NOW}")
    op.execute("UPDATE flag SET state = 'released', holder_id = releaser_id WHERE released_at IS NOT NULL")
    _create_history()
    op.execute(
        "INSERT INTO flag_event (flag_id, at, user_id, act, note, party) SELECT id, released_at, releaser_id, "
        "'released', release_note, '' FROM flag WHERE released_at IS NOT NULL ORDER BY released_at, id"
    )
    _change_flag()
    _create_others()
    _only_grows()
    op.add_column("excerpt", sa.Column("original", sa.Text(), nullable=True))


def _add_columns():
    op.add_column("flag", sa.Column("tier", sa.String(length=20), server_default="look_today", nullable=False))
    op.add_column("flag", sa.Column("state", sa.String(length=20), server_default="open", nullable=False))
    op.add_column("flag", sa.Column("holder_id", sa.Integer(), nullable=True))
    op.add_column("flag", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def _change_flag():
    with op.batch_alter_table("flag", table_kwargs={"sqlite_with_rowid": False}) as flag:
        flag.drop_column("release_note")
        flag.create_foreign_key(op.f("fk_flag_holder_id_user"), "user", ["holder_id"], ["id"])
        for name, condition in CHECKS.items():
            flag.create_check_constraint(op.f(f"ck_flag_{name}"), condition)


def _create_history():
    op.create_table(
        "flag_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.CheckConstraint(f"act IN ({ACTS})", name=op.f("ck_flag_event_act_is_known")),
        sa.CheckConstraint(
            "(act IN ('asked', 'referred')) = (party <> '')",
            name=op.f("ck_flag_event_asked_and_referred_name_a_party"),
        ),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_event_flag_id_flag")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_flag_event_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_event")),
    )
    op.create_index(op.f("ix_flag_event_flag_id"), "flag_event", ["flag_id"])


def _create_others():
    op.create_table(
        "flag_letter",
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('raised', 'unopened')", name=op.f("ck_flag_letter_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flag.id"], name=op.f("fk_flag_letter_flag_id_flag"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_flag_letter_user_id_user")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_flag_letter_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("flag_id", "user_id", "kind", name=op.f("pk_flag_letter")),
        sqlite_with_rowid=False,
    )
    unsent = sa.text("NOT is_sent")
    op.create_index(
        "ix_flag_letter_unsent",
        "flag_letter",
        ["programme_id", "user_id"],
        sqlite_where=unsent,
        postgresql_where=unsent,
    )
    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("translator_id", sa.Integer(), nullable=False),
        sa.Column("translated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_translation_says_something")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_translation_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["translator_id"], ["user.id"], name=op.f("fk_translation_translator_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
    )
    op.create_index(op.f("ix_translation_answer_id"), "translation", ["answer_id"])
    op.create_table(
        "unread_answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_unread_answer_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_unread_answer")),
        sqlite_with_rowid=False,
    )


def _only_grows():
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_flag_event_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' AND {MAY_GO} THEN RETURN OLD; END IF; RAISE EXCEPTION '{REFUSED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER flag_event_only_grows BEFORE UPDATE OR DELETE ON flag_event "
            "FOR EACH ROW EXECUTE FUNCTION refuse_flag_event_change()"
        )
        return
    for change, unless in (("UPDATE", ""), ("DELETE", f"WHEN NOT {MAY_GO} ")):
        op.execute(
            f"CREATE TRIGGER flag_event_refuses_{change.lower()} BEFORE {change} ON flag_event {unless}"
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE excerpt DROP COLUMN original")
        op.execute("DROP TRIGGER flag_event_only_grows ON flag_event")
        op.execute("DROP FUNCTION refuse_flag_event_change")
    else:
        with op.batch_alter_table("excerpt", table_kwargs={"sqlite_with_rowid": False}) as excerpt:
            excerpt.drop_column("original")
    op.add_column("flag", sa.Column("release_note", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE flag SET release_note = COALESCE((SELECT note FROM flag_event WHERE flag_event.flag_id = flag.id "
        "AND act = 'released' ORDER BY flag_event.id DESC LIMIT 1), '')"
    )
    for table in ("unread_answer", "translation", "flag_letter", "flag_event"):
        op.drop_table(table)
    with op.batch_alter_table("flag", table_kwargs={"sqlite_with_rowid": False}) as flag:
        for name in CHECKS:
            flag.drop_constraint(op.f(f"ck_flag_{name}"), type_="check")
        flag.drop_constraint(op.f("fk_flag_holder_id_user"), type_="foreignkey")
        for name in NEW:
            flag.drop_column(name)
