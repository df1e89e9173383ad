"""What people say about themselves, apart from what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "about_the_person"
down_revision = "coming_back"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "equality_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_equality_answer_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_equality_answer_survey_id_question_choice", "equality_answer", ["survey_id", "question", "choice"]
    )


def downgrade():
    op.drop_table("equality_answer")
