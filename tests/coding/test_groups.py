from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.coding import operations, queries
from engage.coding.models import ExcerptGroup
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Response, Survey
from tests.builders import make_user
from tests.coding.frames import ROWS, coded_programme, excerpt_of, submit
from tests.pages import Page, PageClient

pytestmark = pytest.mark.postgresql

ADDRESS = "/staff/alternative-provision/coding"
PETITION = "Keep our school open for every child in the town"
NEARLY = "keep our school open for every child in this town"
FORMS = ("the forms are long", "too many forms", "forms and more forms", "i hate forms")


def send_petition(survey: Survey, programme: Programme) -> list[Response]:
    sent = [submit(survey, words) for words in (PETITION, PETITION.upper(), NEARLY, "i have friends here")]
    operations.suggest_codes(programme_id=programme.id)
    db.session.commit()
    return sent


def ask_about_forms(survey: Survey, programme: Programme) -> list[Response]:
    sent = [submit(survey, words) for words in FORMS]
    operations.suggest_codes(programme_id=programme.id)
    db.session.commit()
    return sent


def hold(response: Response) -> None:
    db.session.add(Flag(answer_id=response.answers[0].id, reason=FlagReason.WORRYING_WORDS))
    db.session.commit()


def words_on(page: Page) -> list[str]:
    return page.select(".said__words")


def test_what_was_sent_in_the_same_words_is_counted_by_people(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    send_petition(survey, programme)
    page = analyst.get(ADDRESS).click("See who sent the same")
    assert page.select("main h2")[0] == "3 people"
    assert "2 answers in the very same words, 1 nearly" in page.text
    assert "Children and young people 3" in page.text
    assert "none is removed" in page.text
    assert [words.casefold() for words in words_on(page)] == [PETITION.casefold(), NEARLY]


def test_the_answers_of_a_group_can_be_read_and_lead_to_coding(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    send_petition(survey, programme)
    page = analyst.get(f"{ADDRESS}/same-words").click("Read all 3 answers of group 1")
    assert set(words_on(page)) == {PETITION, PETITION.upper(), NEARLY}
    assert page.click("Code this answer 1").h1 == "What is this answer about?"


def test_an_answer_says_how_many_others_sent_its_words(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    first, *_, friends = send_petition(survey, programme)
    page = analyst.get(f"{ADDRESS}/{excerpt_of(first).id}")
    assert len(words_on(page.click("2 other people sent the same words, or nearly"))) == 3
    assert "sent the same words" not in analyst.get(f"{ADDRESS}/{excerpt_of(friends).id}").text


def test_short_answers_that_agree_by_chance_are_left_out(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    for _ in range(3):
        submit(survey, "more trips")
    operations.suggest_codes(programme_id=programme.id)
    assert words_on(analyst.get(f"{ADDRESS}/same-words")) == []


def test_one_person_who_repeats_words_is_no_group(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    first, second, *_ = send_petition(survey, programme)
    hold(first)
    hold(second)
    assert words_on(analyst.get(f"{ADDRESS}/same-words")) == []


def test_an_answer_on_hold_is_in_no_group(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    first, *_ = send_petition(survey, programme)
    hold(first)
    page = analyst.get(f"{ADDRESS}/same-words")
    assert page.select("main h2")[0] == "2 people"
    assert PETITION not in words_on(page)
    assert PETITION not in words_on(page.click("Read all 2 answers of group 1"))


def test_answers_without_a_code_stand_together_with_the_words_that_set_them_apart(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    ask_about_forms(survey, programme)
    page = analyst.get(ADDRESS).click("Look for new codes")
    assert "forms" in page.select("main h2")[0]
    assert set(page.select("mark")) >= {"forms"}
    assert "A group is a place to look, not a code" in page.text
    assert "0 more answers have no sure code" in page.text


def test_an_answer_that_a_person_coded_since_is_no_longer_among_them(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    sent = ask_about_forms(survey, programme)
    code = queries.list_codes(programme.id)[0]
    operations.save_review(excerpt=excerpt_of(sent[0]), reviewer=make_user(), verdicts={code.id: True})
    hold(sent[1])
    page = analyst.get(f"{ADDRESS}/new-codes")
    assert set(words_on(page.click("Read all 2 answers of group 1"))) == set(FORMS[2:])


def test_nothing_is_said_of_groups_before_the_machine_has_read_with_the_frame_in_force(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    ask_about_forms(survey, programme)
    operations.store_frame(programme_id=programme.id, rows=ROWS)
    db.session.commit()
    page = analyst.get(f"{ADDRESS}/new-codes")
    assert "once the machine has read the answers with this version of the frame" in page.text
    assert words_on(page) == []


def test_everything_without_a_sure_code_can_be_read(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    ask_about_forms(survey, programme)
    submit(survey, "came later and nobody has read it")
    page = analyst.get(f"{ADDRESS}/new-codes")
    assert "1 more answer has no sure code" in page.text
    page = page.click("Read everything without a sure code")
    assert set(words_on(page)) == {*FORMS, "came later and nobody has read it"}


def test_a_group_becomes_a_code_in_a_new_version_of_the_frame(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    ask_about_forms(survey, programme)
    page = analyst.get(f"{ADDRESS}/new-codes").click("Make a code of this group 1")
    assert "forms" in page.soup.find(id="examples").get_text()
    page = page.submit("Save", name="Forms & letters", definition="What has to be filled in.", section="belonging")
    assert "Version 2 is in force" in page.text
    assert "0 more answers have no sure code" in analyst.get(f"{ADDRESS}/new-codes").text
    code = queries.list_codes(programme.id)[-1]
    assert (code.slug, code.name, code.section and code.section.slug) == (
        "forms-letters",
        "Forms & letters",
        "belonging",
    )
    assert {coding.code_slug for coding in queries.effective_codings(programme.waves[0].id)} == {"forms-letters"}


def test_a_code_of_a_name_that_is_taken_is_refused(analyst: PageClient) -> None:
    page = analyst.get(f"{ADDRESS}/frame").click("Add a code")
    page = page.submit("Save", name="getting There", definition="Again")
    assert page.errors == {"name": "The frame has a code of this name"}


def test_codes_of_much_the_same_name_have_short_names_of_their_own(analyst: PageClient, programme: Programme) -> None:
    for name in ("Transport", "خوشی"):
        analyst.get(f"{ADDRESS}/frame/add").submit("Save", name=name, definition="What it means")
    assert [code.slug for code in queries.list_codes(programme.id)][-2:] == ["transport-2", "code"]


@pytest.mark.parametrize("page", ["new-codes", "same-words"])
def test_an_officer_reads_groups_and_cannot_code(
    client: PageClient, survey: Survey, programme: Programme, page: str
) -> None:
    send_petition(survey, programme)
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    found = client.get(f"{ADDRESS}/{page}")
    assert not [link for link in found.links if link.startswith(("Make a code", "Code"))][1:]
    client.get(f"{ADDRESS}/frame/add", status=403)


def test_nobody_else_reads_groups(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    client.get(f"{ADDRESS}/new-codes", status=403)
    client.get(f"{ADDRESS}/same-words", status=403)


def test_a_group_of_another_programme_is_not_found(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    send_petition(survey, programme)
    other = db.session.scalars(select(ExcerptGroup)).all()[0]
    other.programme_id = coded_programme(slug="another").id
    db.session.commit()
    analyst.get(f"{ADDRESS}/groups/{other.id}", status=404)
