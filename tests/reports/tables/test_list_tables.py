"""Tables an officer asks for: side by side or crossed, and frozen as made."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.analysis import disclosure
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.models import Finding
from engage.reports.tables.models import ClosedTable
from engage.reports.tables.operations import MOST_CROSSINGS
from engage.surveys.models import Answer, AnswerState, Survey
from tests.builders import make_response
from tests.pages import Page, PageClient
from tests.reports.builders import make_voices
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/staff/alternative-provision/tables"
BELONGING, HELPS = "Do you feel you belong here?", "What helps you?"
CROSSED = {"rows": "what-helps", "columns": "belonging", "whose": "young-people"}


def answer(survey: Survey, *people: tuple[int, str, list[str]]) -> None:
    """So many people who say this of belonging, and that these things help."""
    for count, belongs, helps in people:
        for _ in range(count):
            make_response(survey, belonging=[belongs], what_helps=helps)


def make(client: PageClient, **fields: str) -> Page:
    return client.get(HERE).submit(**{"rows": "belonging", **fields})


def cells(page: Page) -> list[str]:
    return page.select("tbody td")


@pytest.fixture
def answered(young_people: Survey) -> None:
    answer(young_people, (20, "always", ["staff"]), (10, "sometimes", ["staff", "friends"]))


def test_an_analyst_comes_from_the_findings(client: PageClient, programme: Programme, answered: None) -> None:
    sign_in(client, programme, Role.ANALYST)
    assert client.get("/staff/alternative-provision/findings").click("Make a table").h1 == "Tables"


def test_nobody_else_makes_tables(client: PageClient, member: User) -> None:
    client.get(HERE, status=403)


def test_before_anything_is_asked_the_page_says_what_will_be_here(client: PageClient, officer: User) -> None:
    assert "Tables can be made here once" in client.get(HERE).text


def test_audiences_stand_side_by_side(client: PageClient, officer: User, answered: None, providers: Survey) -> None:
    answer(providers, (8, "always", ["staff"]), (7, "never", ["none"]))
    page = make(client)
    assert page.h1 == BELONGING
    assert page.select("thead th") == ["Answer", "Children and young people", "Providers"]
    assert cells(page) == [
        "20 of 30 (67%)", "8 of 15 (53%)", "10 of 30 (33%)", "fewer than 5", "fewer than 5", "7 of 15 (47%)", "30", "15"
    ]  # fmt: skip


def test_small_figures_and_their_shares_are_ranges(
    client: PageClient, officer: User, answered: None, providers: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "likely_noise", lambda: 4)
    answer(providers, (8, "always", ["staff"]), (7, "never", ["none"]))
    told = cells(make(client))
    assert told[:2] == ["16 to 24 of 30 (53% to 80%)", "4 to 12 of about 15"]
    assert told[6:] == ["30", "11 to 19"]


def test_one_question_is_compared_by_another_within_an_audience(
    client: PageClient, officer: User, answered: None
) -> None:
    page = make(client, **CROSSED)
    assert page.h1 == f"{HELPS} By: {BELONGING}"
    assert page.select("thead th") == ["Answer", "Always", "Sometimes"]
    assert cells(page)[:4] == ["20 of 20 (100%)", "10 of 10 (100%)", "fewer than 5", "10 of 10 (100%)"]


def test_what_people_said_is_compared_by_what_they_chose(
    client: PageClient, officer: User, finding: Finding, code: Code, young_people: Survey
) -> None:
    for voice in make_voices(young_people, code, count=12):
        chosen = Answer(item_id="belonging", state=AnswerState.ANSWERED, options=["always"])
        voice.answer.response.answers.append(chosen)
    db.session.commit()
    make_voices(young_people, count=9, words="It is fine")
    page = make(client, **{**CROSSED, "rows": "said"})
    assert (page.select("tbody th")[0], cells(page)[0]) == ("Moving breaks trust", "12 of 12 (100%)")
    page = make(client, rows="said")
    assert cells(page)[0] == "12 of 21 (57%)"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"columns": "belonging"}, {"columns": "Choose two different questions"}),
        ({**CROSSED, "whose": ""}, {"whose": "Choose whose answers: audiences are never mixed in one table"}),
        ({**CROSSED, "whose": "providers"}, {"rows": "They were not asked this question"}),
        ({"rows": "said"}, {"rows": "Nobody has answered this yet"}),
    ],
)  # fmt: skip
def test_what_makes_no_table_is_said_beside_the_field(
    client: PageClient, officer: User, answered: None, fields: dict[str, str], problem: dict[str, str]
) -> None:
    assert make(client, **fields).errors == problem


def test_a_table_stays_as_it_was_made(client: PageClient, officer: User, answered: None, young_people: Survey) -> None:
    address = make(client).address
    answer(young_people, (30, "always", ["staff"]))
    assert cells(client.get(address))[0] == "20 of 30 (67%)"
    assert cells(make(client))[0] == "50 of 60 (83%)"
    assert [link for link in client.get(HERE).links if link.endswith(BELONGING)] == [
        f"2. {BELONGING}",
        f"1. {BELONGING}",
    ]


def test_asked_again_with_nothing_new_it_is_the_same_table(client: PageClient, officer: User, answered: None) -> None:
    assert make(client).address == make(client).address


def test_a_table_says_that_its_figures_are_moved(client: PageClient, officer: User, answered: None) -> None:
    assert "Figures are moved a little, so that nobody can be picked out" in make(client).text


def test_a_table_and_an_edition_tell_the_same_of_the_same_people(
    client: PageClient, officer: User, finding: Finding, said: None, answered: None, publish: Publish
) -> None:
    options = publish().sections[0].items[0].audiences[0].options
    assert cells(make(client))[0].startswith(options[0].text)


def test_a_table_of_before_figures_were_moved_is_read_as_it_was(
    client: PageClient, officer: User, answered: None
) -> None:
    address = make(client).address
    table = db.session.query(ClosedTable).one()
    table.document = {name: part for name, part in table.document.items() if name != "noise"}
    db.session.commit()
    page = client.get(address)
    assert cells(page)[0] == "20 of 30 (67%)"
    assert "moved" not in page.text


def test_a_table_that_its_people_cannot_fill_is_refused(
    client: PageClient, officer: User, young_people: Survey
) -> None:
    answer(young_people, (4, "always", ["staff"]), (5, "sometimes", ["friends"]))
    page = make(client, **CROSSED)
    assert "Too few people answered both for so many answers" in page.errors["columns"]
    assert db.session.query(ClosedTable).count() == 0


def test_a_question_is_crossed_a_few_times_only(
    client: PageClient, officer: User, answered: None, young_people: Survey
) -> None:
    for _ in range(MOST_CROSSINGS):
        assert make(client, **CROSSED).h1 == f"{HELPS} By: {BELONGING}"
        answer(young_people, (1, "always", ["friends"]))
    page = make(client, **CROSSED)
    assert "More would tell too much of single people" in page.errors["rows"]
    assert make(client).h1 == BELONGING
