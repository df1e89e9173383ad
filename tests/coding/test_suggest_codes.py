from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from engage.coding import operations
from engage.coding.models import Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.safeguarding.signals import answers_cleared
from engage.surveys.models import Survey
from tests.builders import make_programme, make_user
from tests.coding.frames import excerpt_of, submit

KIND = "my mentor is kind and talks to me"


def machine_codings() -> list[tuple[str, bool, float | None, str]]:
    query = select(Coding).join(Coding.coder).where(Coder.kind == CoderKind.MACHINE)
    query = query.order_by(Coding.excerpt_id, Coding.code_id)
    return [(one.code.slug, one.applies, one.score, one.evidence) for one in db.session.scalars(query)]


def test_a_suggestion_is_kept_with_its_score_and_its_words(programme: Programme, survey: Survey) -> None:
    submit(survey, KIND)
    done = operations.suggest_codes(programme_id=programme.id)
    ((slug, applies, score, evidence),) = machine_codings()
    assert (slug, applies, evidence) == ("trusted-adult", True, "mentor, kind, talks")
    assert score is not None
    assert 0.5 < score <= 1
    assert (done.excerpts, done.suggestions, done.learned_from) == (1, 1, 0)


def test_the_same_answers_give_the_same_suggestions(programme: Programme, survey: Survey) -> None:
    for words in (KIND, "i have friends", "the bus is late and my tutor is kind"):
        submit(survey, words)
    operations.suggest_codes(programme_id=programme.id)
    before = machine_codings()
    operations.suggest_codes(programme_id=programme.id)
    assert machine_codings() == before


def test_a_run_leaves_people_alone(programme: Programme, survey: Survey) -> None:
    excerpt = excerpt_of(submit(survey, KIND))
    operations.save_review(excerpt=excerpt, reviewer=make_user(), verdicts={}, sentiment=4)
    done = operations.suggest_codes(programme_id=programme.id)
    reviews = select(ExcerptReview.sentiment).join(Coder).where(Coder.kind == CoderKind.PERSON)
    assert db.session.scalars(reviews).all() == [4]
    assert done.learned_from == 1


def test_the_machine_learns_what_people_say(programme: Programme, survey: Survey) -> None:
    transport = operations.queries.find_code(programme.id, "transport")
    analyst = make_user()
    for number in range(24):
        zebra = excerpt_of(submit(survey, f"zebra crossing number {number}"))
        operations.save_review(excerpt=zebra, reviewer=analyst, verdicts={transport.id: True} if transport else {})
        other = excerpt_of(submit(survey, f"maths lesson number {number}"))
        operations.save_review(excerpt=other, reviewer=analyst, verdicts={})
    new = excerpt_of(submit(survey, "a zebra crossing"))
    operations.suggest_codes(programme_id=programme.id)
    found = db.session.scalars(select(Coding).where(Coding.excerpt_id == new.id, Coding.applies)).all()
    assert [coding.code.slug for coding in found] == ["transport"]
    assert "zebra" in found[0].evidence


def test_answers_on_hold_are_not_read(programme: Programme, survey: Survey) -> None:
    excerpt = excerpt_of(submit(survey, KIND))
    db.session.add(Flag(answer_id=excerpt.answer_id, reason=FlagReason.WORRYING_WORDS))
    assert operations.suggest_codes(programme_id=programme.id).excerpts == 0
    assert machine_codings() == []


def test_progress_is_told(programme: Programme, survey: Survey) -> None:
    for words in (KIND, "maths"):
        submit(survey, words)
    told: list[int] = []
    operations.suggest_codes(programme_id=programme.id, progress=told.append)
    assert sum(told) == 2


def test_without_a_frame_there_is_nothing_to_suggest(app: Flask) -> None:
    with pytest.raises(operations.NoFrame):
        operations.suggest_codes(programme_id=make_programme().id)


def test_a_cleared_answer_becomes_one_excerpt_of_its_whole_length(programme: Programme, survey: Survey) -> None:
    response = submit(survey, KIND)
    answers_cleared.send(None, answer_ids=[response.answers[0].id] * 2)
    excerpt = db.session.scalars(select(Excerpt)).one()
    assert (excerpt.start, excerpt.end, excerpt.text) == (0, len(KIND), KIND)
    assert excerpt.programme_id == programme.id


def test_an_answer_of_spaces_becomes_none(survey: Survey) -> None:
    submit(survey, "  \n ")
    assert db.session.scalars(select(Excerpt)).all() == []
