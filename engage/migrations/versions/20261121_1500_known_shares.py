"""How large groups are among an audience, and what was told of an open survey on a day."""

import sqlalchemy as sa
from alembic import op

revision = "known_shares"
down_revision = "organisations"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "known_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_known_share_percent_is_a_share")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_known_share_year_is_near")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_known_share_source_is_said")),
        sa.ForeignKeyConstraint(["audience_id"], ["audience.id"], name=op.f("fk_known_share_audience_id_audience")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_share")),
        sa.UniqueConstraint(
            "audience_id", "question", "choice", name=op.f("uq_known_share_audience_id_question_choice")
        ),
    )
    op.create_table(
        "equality_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_equality_reading_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_reading")),
        sa.UniqueConstraint("survey_id", "taken_on", name=op.f("uq_equality_reading_survey_id_taken_on")),
    )


def downgrade():
    op.drop_table("equality_reading")
    op.drop_table("known_share")
