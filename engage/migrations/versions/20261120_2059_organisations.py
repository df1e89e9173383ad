"""Organisations say for whom they answer, and what of it is commercially confidential."""

import sqlalchemy as sa
from alembic import op

revision = "organisations"
down_revision = "addresses_for_updates"
branch_labels = None
depends_on = None

# In words that both databases take, without rebuilding the table.
ADD = (
    "ALTER TABLE survey ADD COLUMN identity VARCHAR(20) DEFAULT 'anonymous' NOT NULL "
    "CONSTRAINT ck_survey_identity_is_known CHECK (identity IN ('anonymous', 'organisation'))"
)
FILL = (
    "UPDATE survey SET identity = 'organisation' "
    "WHERE audience_id IN (SELECT id FROM audience WHERE kind = 'organisations')"
)


def upgrade():
    op.execute(ADD)
    op.execute(FILL)
    op.create_index("uq_survey_id_identity", "survey", ["id", "identity"], unique=True)
    op.create_table(
        "response_organisation",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.CheckConstraint("consent IN ('named', 'counted')", name=op.f("ck_response_organisation_consent_is_known")),
        sa.CheckConstraint("identity = 'organisation'", name=op.f("ck_response_organisation_never_of_a_person")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_response_organisation_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "identity"],
            ["survey.id", "survey.identity"],
            name=op.f("fk_response_organisation_survey_id_identity_survey"),
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_response_organisation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "confidential_answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_confidential_answer_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_confidential_answer")),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("confidential_answer")
    op.drop_table("response_organisation")
    op.drop_index("uq_survey_id_identity", "survey")
    with op.batch_alter_table("survey") as survey:
        survey.drop_constraint(op.f("ck_survey_identity_is_known"), type_="check")
        survey.drop_column("identity")
