from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.coding import operations, queries
from engage.coding.models import Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Survey
from tests.builders import make_survey, make_user
from tests.coding.frames import coded_programme, excerpt_of, submit
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/coding"
KIND = "my mentor is kind and talks to me"


def open_excerpt(analyst: PageClient, survey: Survey, words: str = KIND) -> tuple[Excerpt, Page]:
    excerpt = excerpt_of(submit(survey, words))
    operations.suggest_codes(programme_id=excerpt.programme_id)
    return excerpt, analyst.get(f"{ADDRESS}/{excerpt.id}")


def code_ids(programme: Programme) -> dict[str, int]:
    return {code.slug: code.id for code in queries.list_codes(programme.id)}


def said_by_people() -> dict[str, bool]:
    query = select(Coding).join(Coding.coder).where(Coder.kind == CoderKind.PERSON)
    return {coding.code.slug: coding.applies for coding in db.session.scalars(query)}


def test_an_answer_is_shown_with_what_was_asked_and_of_whom(analyst: PageClient, survey: Survey) -> None:
    _, page = open_excerpt(analyst, survey)
    assert page.select(".said__words") == [KIND]
    assert page.select(".said__asked") == ["What is good here?"]
    assert page.select(".quote__who") == ["Young person"]


def test_a_suggestion_says_how_sure_it_is_and_why(analyst: PageClient, survey: Survey) -> None:
    _, page = open_excerpt(analyst, survey)
    assert page.select(".suggestion legend") == ["A trusted adult"]
    assert "because of: mentor, kind, talks" in page.select(".suggestion .govuk-hint")[0]
    assert page.select("mark") == ["mentor", "kind", "talks"]


def test_confirming_and_adding_are_kept_as_the_persons_word(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _excerpt, page = open_excerpt(analyst, survey)
    ids = code_ids(programme)
    fields = {f"suggested_{ids['trusted-adult']}": "yes", "others": [str(ids["belonging"])]}
    page = page.submit("Save and next", **fields)
    assert said_by_people() == {"trusted-adult": True, "belonging": True}
    assert "There are no more answers to look at here" in page.text


def test_rejecting_a_suggestion_is_a_verdict_and_no_tick_is_none(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _, page = open_excerpt(analyst, survey)
    page.submit("Save and next", **{f"suggested_{code_ids(programme)['trusted-adult']}": "no"})
    assert said_by_people() == {"trusted-adult": False}


def test_each_suggestion_wants_a_word_and_what_was_chosen_is_kept(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _, page = open_excerpt(analyst, survey)
    ids = code_ids(programme)
    page = page.submit("Save and next", others=[str(ids["transport"])], sentiment="4")
    assert page.errors == {f"suggested_{ids['trusted-adult']}": "Say whether “A trusted adult” applies"}
    assert page.soup.find(id=f"others-{ids['transport']}").has_attr("checked")
    assert page.soup.select_one("input[name=sentiment][value='4']").has_attr("checked")


def test_how_it_feels_is_the_persons_where_they_say_so(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _excerpt, page = open_excerpt(analyst, survey)
    assert "The machine takes it as: " in page.text
    page.submit("Save and next", sentiment="5", **{f"suggested_{code_ids(programme)['trusted-adult']}": "yes"})
    assert queries.effective_codings(programme.waves[0].id)[0].sentiment == 5


def felt_by_people() -> dict[str, tuple[int | None, bool]]:
    query = select(Coding).join(Coding.coder).where(Coder.kind == CoderKind.PERSON)
    return {coding.code.slug: (coding.sentiment, coding.is_mixed) for coding in db.session.scalars(query)}


def test_each_suggestion_says_how_the_machine_takes_it_and_a_person_corrects_that(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _, page = open_excerpt(analyst, survey)
    ids = code_ids(programme)
    assert "ositive, says the machine" in page.select(f"#felt_{ids['trusted-adult']} option[value='']")[0]
    page.submit("Save and next", **{f"suggested_{ids['trusted-adult']}": "yes", f"felt_{ids['trusted-adult']}": "5"})
    assert felt_by_people() == {"trusted-adult": (5, False)}
    assert queries.effective_codings(programme.waves[0].id)[0].sentiment == 5


def test_mixed_is_kept_apart_from_neither_for_a_code_and_for_the_whole(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    excerpt, page = open_excerpt(analyst, survey)
    code = code_ids(programme)["trusted-adult"]
    page.submit("Save and next", sentiment="mixed", **{f"suggested_{code}": "yes", f"felt_{code}": "3"})
    assert felt_by_people() == {"trusted-adult": (3, False)}
    again = analyst.get(f"{ADDRESS}/{excerpt.id}")
    assert again.soup.select_one("input[name=sentiment][value=mixed]").has_attr("checked")
    again.submit("Save and next", **{f"felt_{code}": "mixed"})
    assert felt_by_people() == {"trusted-adult": (3, True)}


def test_what_the_machine_says_of_a_feeling_is_never_stored_as_a_persons_word(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _, page = open_excerpt(analyst, survey)
    page.submit("Save and next", **{f"suggested_{code_ids(programme)['trusted-adult']}": "yes"})
    assert felt_by_people() == {"trusted-adult": (None, False)}
    assert queries.effective_codings(programme.waves[0].id)[0].sentiment in (1, 2)


def test_a_rejected_code_feels_like_nothing(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    _, page = open_excerpt(analyst, survey)
    code = code_ids(programme)["trusted-adult"]
    page.submit("Save and next", **{f"suggested_{code}": "no", f"felt_{code}": "1"})
    assert felt_by_people() == {"trusted-adult": (None, False)}


def test_a_feeling_outlives_the_suggestion_it_was_given_to(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    excerpt, page = open_excerpt(analyst, survey)
    code = code_ids(programme)["trusted-adult"]
    page.submit("Save and next", **{f"suggested_{code}": "yes", f"felt_{code}": "4"})
    db.session.query(Coding).filter(Coding.score.is_not(None)).delete()
    db.session.commit()
    analyst.get(f"{ADDRESS}/{excerpt.id}").submit("Save and next")
    assert felt_by_people() == {"trusted-adult": (4, False)}


def test_an_answer_without_suggestions_can_have_no_code(analyst: PageClient, survey: Survey) -> None:
    excerpt, page = open_excerpt(analyst, survey, "It is what it is")
    assert "Nothing. Choose the codes yourself, or none." in page.text
    page.submit("Save and next")
    reviews = db.session.scalars(select(ExcerptReview).join(Coder).where(Coder.kind == CoderKind.PERSON)).all()
    assert [(review.excerpt_id, review.sentiment) for review in reviews] == [(excerpt.id, None)]


def test_going_back_shows_what_the_same_person_said(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    excerpt, page = open_excerpt(analyst, survey)
    ids = code_ids(programme)
    suggested = f"suggested_{ids['trusted-adult']}"
    page.submit("Save and next", others=[str(ids["belonging"])], sentiment="2", **{suggested: "no"})
    again = analyst.get(f"{ADDRESS}/{excerpt.id}")
    assert "You have looked at this answer before" in again.text
    again.submit("Save and next", sentiment="4")
    assert said_by_people() == {"trusted-adult": False, "belonging": True}


def test_another_persons_verdicts_are_not_filled_in(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    excerpt, _ = open_excerpt(analyst, survey)
    ids = code_ids(programme)
    operations.save_review(excerpt=excerpt, reviewer=make_user(), verdicts={ids["transport"]: True})
    page = analyst.get(f"{ADDRESS}/{excerpt.id}")
    assert not page.soup.find(id=f"others-{ids['transport']}").has_attr("checked")


def test_a_suggestion_that_has_gone_meanwhile_loses_nothing(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    _, page = open_excerpt(analyst, survey)
    db.session.query(Coding).delete()
    page.submit("Save and next", **{f"suggested_{code_ids(programme)['trusted-adult']}": "yes"})
    assert said_by_people() == {"trusted-adult": True}


def test_a_code_that_is_not_offered_is_refused(analyst: PageClient, survey: Survey) -> None:
    _, page = open_excerpt(analyst, survey, "It is what it is")
    page = page.submit("Save and next", others=["999999"])
    assert page.errors
    assert said_by_people() == {}


def test_saving_leads_to_the_next_and_skipping_round_to_it(analyst: PageClient, survey: Survey) -> None:
    open_excerpt(analyst, survey, "It is what it is")
    _excerpt, page = open_excerpt(analyst, survey, "They do things")
    assert page.click("Skip this one").select(".said__words") == ["It is what it is"]
    assert page.submit("Save and next").select(".said__words") == ["It is what it is"]


def test_an_answer_on_hold_is_not_found(analyst: PageClient, survey: Survey) -> None:
    excerpt, _ = open_excerpt(analyst, survey)
    db.session.add(Flag(answer_id=excerpt.answer_id, reason=FlagReason.WORRYING_WORDS))
    analyst.get(f"{ADDRESS}/{excerpt.id}", status=404)


def test_an_answer_of_another_programme_is_not_found(analyst: PageClient, survey: Survey) -> None:
    other = make_survey(coded_programme(slug="another"), slug="other-say")
    excerpt = excerpt_of(submit(other, KIND))
    analyst.get(f"{ADDRESS}/{excerpt.id}", status=404)


@pytest.mark.parametrize("role", [Role.COMMISSIONING_OFFICER, Role.WORKING_GROUP_MEMBER, Role.ADMINISTRATOR])
def test_only_analysts_code(client: PageClient, programme: Programme, survey: Survey, role: Role) -> None:
    excerpt = excerpt_of(submit(survey, KIND))
    client.flask.sign_in(make_user(programme, role))
    client.get(f"{ADDRESS}/{excerpt.id}", status=403)
