from __future__ import annotations

from flask import Flask

from engage.coding import operations, queries
from engage.coding.feelings import Feeling
from engage.coding.models import Code, Excerpt
from engage.coding.queries import effective_codings, respondents
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Response, Survey
from tests.builders import make_response, make_survey, make_user
from tests.coding.frames import ROWS, coded_programme, excerpt_of, submit

KIND = "my mentor is kind and talks to me"


def codes_of(programme: Programme) -> dict[str, Code]:
    return {code.slug: code for code in queries.list_codes(programme.id)}


def suggested(programme: Programme) -> list[str]:
    operations.suggest_codes(programme_id=programme.id)
    return [coding.code_slug for coding in effective_codings(programme.waves[0].id)]


def review(excerpt: Excerpt, sentiment: int | None = None, **verdicts: bool) -> None:
    codes = codes_of(db.session.get_one(Programme, excerpt.programme_id))
    by_id = {codes[slug.replace("_", "-")].id: applies for slug, applies in verdicts.items()}
    operations.save_review(excerpt=excerpt, reviewer=make_user(), verdicts=by_id, sentiment=sentiment)


def one_answer(words: str = KIND) -> tuple[Programme, Response, Excerpt]:
    programme = coded_programme()
    response = submit(make_survey(programme), words)
    return programme, response, excerpt_of(response)


def test_the_machine_counts_where_nobody_has_looked(app: Flask) -> None:
    programme, response, excerpt = one_answer()
    assert suggested(programme) == ["trusted-adult"]
    coding = effective_codings(programme.waves[0].id)[0]
    assert (coding.response_id, coding.excerpt_id) == (response.id, excerpt.id)
    assert (coding.audience_slug, coding.by_person) == ("young-people", False)
    assert coding.sentiment in (1, 2)


def test_a_person_beats_the_machine(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    suggested(programme)
    review(excerpt, sentiment=5, trusted_adult=False, belonging=True)
    coding = effective_codings(programme.waves[0].id)[0]
    assert (coding.code_slug, coding.by_person, coding.sentiment) == ("belonging", True, 5)


def test_a_review_without_codes_means_that_none_applies(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    suggested(programme)
    review(excerpt)
    assert effective_codings(programme.waves[0].id) == []


def test_without_a_persons_feeling_the_machines_stays(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    suggested(programme)
    review(excerpt, belonging=True)
    assert effective_codings(programme.waves[0].id)[0].sentiment in (1, 2)


def test_a_persons_feeling_about_a_code_comes_before_theirs_about_the_whole(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    suggested(programme)
    ids = {slug: code.id for slug, code in codes_of(programme).items()}
    operations.save_review(
        excerpt=excerpt,
        reviewer=make_user(),
        verdicts={ids["trusted-adult"]: True, ids["belonging"]: True},
        sentiment=5,
        felt={ids["belonging"]: Feeling(3, is_mixed=True)},
    )
    found = {one.code_slug: (one.sentiment, one.is_mixed) for one in effective_codings(programme.waves[0].id)}
    assert found == {"trusted-adult": (5, False), "belonging": (3, True)}


def test_of_several_reviewers_half_are_enough(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    review(excerpt, belonging=True, trusted_adult=True)
    review(excerpt, trusted_adult=True)
    review(excerpt)
    assert [coding.code_slug for coding in effective_codings(programme.waves[0].id)] == ["trusted-adult"]


def test_an_answer_on_hold_has_no_codings_and_its_person_is_no_respondent(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    suggested(programme)
    db.session.add(Flag(answer_id=excerpt.answer_id, reason=FlagReason.WORRYING_WORDS))
    db.session.flush()
    assert effective_codings(programme.waves[0].id) == []
    assert respondents(programme.waves[0].id) == []


def test_only_people_who_wrote_something_and_submitted_are_respondents(app: Flask) -> None:
    programme, response, _ = one_answer()
    survey = db.session.get_one(Survey, response.survey_id)
    make_response(survey, what_works=KIND, submitted=False)
    make_response(survey, belonging=["never"])
    make_response(survey, what_works="  ")
    assert respondents(programme.waves[0].id) == [(response.id, "young-people", response.record_key)]


def test_another_wave_has_its_own_codings(app: Flask) -> None:
    programme, _, _ = one_answer()
    suggested(programme)
    other = coded_programme(slug="another")
    assert effective_codings(other.waves[0].id) == []


def test_a_new_version_of_the_frame_keeps_what_people_said(app: Flask) -> None:
    programme, _, excerpt = one_answer()
    before = codes_of(programme)["belonging"].id
    operations.save_review(
        excerpt=excerpt, reviewer=make_user(), verdicts={before: True}, felt={before: Feeling(3, is_mixed=True)}
    )
    operations.store_frame(programme_id=programme.id, rows=ROWS)
    coding = effective_codings(programme.waves[0].id)[0]
    assert (coding.code_slug, coding.sentiment, coding.is_mixed) == ("belonging", 3, True)
    assert coding.code_id != before
