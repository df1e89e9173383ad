"""Passages of notes that are on hold, and flags about them."""

import sqlalchemy as sa
from alembic import op

revision = "held_passages"
down_revision = "record_keys"
branch_labels = None
depends_on = None

ONE_AT_A_TIME = "reason <> 'concern' OR released_at IS NULL"
OF_AN_ANSWER = "(answer_id IS NULL) = (survey_id IS NOT NULL) AND (answer_id IS NULL) = (withdrawn_on IS NOT NULL)"
OF_A_PASSAGE_TOO = (
    "(answer_id IS NOT NULL AND passage_id IS NULL AND survey_id IS NULL AND withdrawn_on IS NULL) OR "
    "(answer_id IS NULL AND passage_id IS NOT NULL AND survey_id IS NULL AND withdrawn_on IS NULL) OR "
    "(answer_id IS NULL AND passage_id IS NULL AND survey_id IS NOT NULL AND withdrawn_on IS NOT NULL)"
)


def upgrade():
    op.create_table(
        "held_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_held_passage_author_id_user")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_held_passage_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_passage")),
        sa.UniqueConstraint(
            "programme_id",
            "source",
            "source_id",
            "digest",
            name=op.f("uq_held_passage_programme_id_source_source_id_digest"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("flag", table_kwargs={"sqlite_with_rowid": False}) as flag:
        flag.add_column(sa.Column("passage_id", sa.Integer(), nullable=True))
        flag.create_foreign_key(op.f("fk_flag_passage_id_held_passage"), "held_passage", ["passage_id"], ["id"])
        flag.drop_constraint(op.f("ck_flag_of_an_answer_or_taken_back"), type_="check")
        flag.drop_constraint(op.f("ck_flag_taken_back_without_words"), type_="check")
        flag.create_check_constraint(op.f("ck_flag_of_an_answer_a_passage_or_taken_back"), OF_A_PASSAGE_TOO)
        flag.create_check_constraint(
            op.f("ck_flag_taken_back_without_words"), "withdrawn_on IS NULL OR matched = ''"
        )
    op.create_index(
        "uq_flag_passage_id_reason",
        "flag",
        ["passage_id", "reason"],
        unique=True,
        sqlite_where=sa.text(ONE_AT_A_TIME),
        postgresql_where=sa.text(ONE_AT_A_TIME),
    )


def downgrade():
    op.drop_index("uq_flag_passage_id_reason", "flag")
    op.execute("DELETE FROM flag WHERE passage_id IS NOT NULL")
    with op.batch_alter_table("flag", table_kwargs={"sqlite_with_rowid": False}) as flag:
        flag.drop_constraint(op.f("ck_flag_taken_back_without_words"), type_="check")
        flag.drop_constraint(op.f("ck_flag_of_an_answer_a_passage_or_taken_back"), type_="check")
        flag.create_check_constraint(
            op.f("ck_flag_taken_back_without_words"), "answer_id IS NOT NULL OR matched = ''"
        )
        flag.create_check_constraint(op.f("ck_flag_of_an_answer_or_taken_back"), OF_AN_ANSWER)
        flag.drop_constraint(op.f("fk_flag_passage_id_held_passage"), type_="foreignkey")
        flag.drop_column("passage_id")
    op.drop_table("held_passage")
