"""People who read answers can raise one; of a worry about an answer that was taken back a record stays."""

import sqlalchemy as sa
from alembic import op

revision = "flags_people_raise"
down_revision = "told_tables"
branch_labels = None
depends_on = None

REASONS = ("reason IN ('worrying_words', 'not_english', 'concern')", "reason IN ('worrying_words', 'not_english')")
ONE_AT_A_TIME = "reason <> 'concern' OR released_at IS NULL"
CHECKS = {
    "concern_is_somebodys": "(reason = 'concern') = (raiser_id IS NOT NULL)",
    "of_an_answer_or_taken_back": (
        "(answer_id IS NULL) = (survey_id IS NOT NULL) AND (answer_id IS NULL) = (withdrawn_on IS NOT NULL)"
    ),
    "taken_back_without_words": "answer_id IS NOT NULL OR matched = ''",
}


def upgrade():
    with op.batch_alter_table("flag", table_kwargs={"sqlite_with_rowid": False}) as flag:
        flag.add_column(sa.Column("raiser_id", sa.Integer(), nullable=True))
        flag.add_column(sa.Column("raise_note", sa.Text(), server_default="", nullable=False))
        flag.add_column(sa.Column("survey_id", sa.Integer(), nullable=True))
        flag.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        flag.alter_column("answer_id", existing_type=sa.Uuid(), nullable=True)
        flag.create_foreign_key(op.f("fk_flag_raiser_id_user"), "user", ["raiser_id"], ["id"])
        flag.create_foreign_key(op.f("fk_flag_survey_id_survey"), "survey", ["survey_id"], ["id"])
        flag.drop_constraint(op.f("uq_flag_answer_id_reason"), type_="unique")
        flag.drop_constraint(op.f("ck_flag_reason_is_known"), type_="check")
        flag.create_check_constraint(op.f("ck_flag_reason_is_known"), REASONS[0])
        for name, condition in CHECKS.items():
            flag.create_check_constraint(op.f(f"ck_flag_{name}"), condition)
    op.create_index(
        "uq_flag_answer_id_reason",
        "flag",
        ["answer_id", "reason"],
        unique=True,
        sqlite_where=sa.text(ONE_AT_A_TIME),
        postgresql_where=sa.text(ONE_AT_A_TIME),
    )


def downgrade():
    op.drop_index("uq_flag_answer_id_reason", "flag")
    op.execute("DELETE FROM flag WHERE answer_id IS NULL OR reason = 'concern'")
    with op.batch_alter_table("flag", table_kwargs={"sqlite_with_rowid": False}) as flag:
        for name in CHECKS:
            flag.drop_constraint(op.f(f"ck_flag_{name}"), type_="check")
        flag.drop_constraint(op.f("ck_flag_reason_is_known"), type_="check")
        flag.create_check_constraint(op.f("ck_flag_reason_is_known"), REASONS[1])
        flag.create_unique_constraint(op.f("uq_flag_answer_id_reason"), ["answer_id", "reason"])
        flag.drop_constraint(op.f("fk_flag_survey_id_survey"), type_="foreignkey")
        flag.drop_constraint(op.f("fk_flag_raiser_id_user"), type_="foreignkey")
        flag.alter_column("answer_id", existing_type=sa.Uuid(), nullable=False)
        for name in ("withdrawn_on", "survey_id", "raise_note", "raiser_id"):
            flag.drop_column(name)
