"""Counting what people say about themselves. The counts are for `engage.analysis.disclosure.protect` alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from engage.database import db
from engage.surveys.equality.models import EqualityAnswer


def count_choices(*, survey_ids: Sequence[int]) -> Counter[tuple[int, str, str]]:
    """How many chose what: by survey, question and choice. Not to be shown as it is."""
    said = EqualityAnswer
    query = select(said.survey_id, said.question, said.choice, func.count()).where(said.survey_id.in_(survey_ids))
    rows = db.session.execute(query.group_by(said.survey_id, said.question, said.choice))
    return Counter({(survey_id, question, choice): count for survey_id, question, choice, count in rows})
