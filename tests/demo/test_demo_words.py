"""The demonstration's words: made up, whole, and fit for the surveys they answer."""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from engage.analysis.triage import worries
from engage.demo.plan import NOT_ITEMS, PlannedResponse, read_plan, read_responses
from engage.surveys.amounts import NotTheAmount
from engage.surveys.equality.questions import ASKED
from engage.surveys.importing.mapping import read_cell
from engage.surveys.instrument import Instrument, Item, read_instrument

ENGAGE = Path(__file__).parents[2] / "engage"
AUDIENCES = ("young-people", "parents-carers", "schools", "providers")
DONT_KNOW = "dont-know"
Row = dict[str, str]

DEMO = tomllib.loads((ENGAGE / "demo/bury-2026.toml").read_text(encoding="utf-8"))
LIBRARY = tomllib.loads((ENGAGE / "programmes/library/alternative-provision.toml").read_text(encoding="utf-8"))
LINES = {(section["slug"], line["number"]) for section in LIBRARY["sections"] for line in section["lines"]}
FINDINGS = {finding["code"] for finding in DEMO["findings"]}
DECISIONS = [decision for meeting in DEMO["meetings"] for decision in meeting["decisions"]]


def read_table(path: str) -> list[Row]:
    with (ENGAGE / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(audience: str) -> list[Row]:
    return read_table(f"demo/responses/{audience}.csv")


PLANNED = {survey.audience: survey for survey in read_plan().surveys}


@cache
def planned(audience: str) -> list[PlannedResponse]:
    return read_responses(PLANNED[audience])


@cache
def instrument(audience: str) -> Instrument:
    return read_instrument((ENGAGE / f"surveys/library/ap-{audience}-1.toml").read_text(encoding="utf-8"))


def open_answers(audience: str) -> list[str]:
    ids = [item.id for item in instrument(audience).open_items()]
    return [row[item_id] for row in rows(audience) for item_id in ids if row[item_id] not in ("", DONT_KNOW)]


def is_offered(item: Item, answer: str) -> bool:
    if item.number:
        return answer == DONT_KNOW or is_amount(item, answer)
    chosen = answer.split(";")
    offered = {option.id for option in item.options} | ({DONT_KNOW} if item.dont_know else set())
    return set(chosen) <= offered and (item.type in ("choices", "ranking") or len(chosen) == 1)


def is_amount(item: Item, answer: str) -> bool:
    try:
        return item.number is not None and item.number.read(answer) >= 0
    except NotTheAmount:
        return False


def hidden_answers(audience: str, response: PlannedResponse) -> set[str]:
    """What a response holds although its other answers lead past the question."""
    read = {item: read_cell(instrument(audience).by_id[item], cell) for item, cell in response.cells.items()}
    given = {item: said.options or () for item, said in read.items() if said.state == "answered"}
    return set(instrument(audience).hidden(given) & set(given))


def test_at_least_240_people_answer_over_four_audiences() -> None:
    assert sum(len(rows(audience)) for audience in AUDIENCES) >= 240


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_row_has_its_own_id_and_a_cell_for_every_item(audience: str) -> None:
    answers = rows(audience)
    assert len({row["id"] for row in answers}) == len(answers)
    columns = [column for column in answers[0] if column not in NOT_ITEMS]
    assert columns == [item.id for item in instrument(audience).items]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_closed_answer_was_offered(audience: str) -> None:
    closed = [item for item in instrument(audience).items if not item.is_open]
    answers = [(row["id"], item, row[item.id]) for row in rows(audience) for item in closed if row[item.id]]
    assert [(who, item.id, answer) for who, item, answer in answers if not is_offered(item, answer)] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_answered_what_they_were_not_asked(audience: str) -> None:
    found = {response.id: hidden_answers(audience, response) for response in planned(audience)}
    assert {who: hidden for who, hidden in found.items() if hidden} == {}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_people_come_by_several_routes_and_some_by_none(audience: str) -> None:
    routes = {route.slug for route in PLANNED[audience].routes}
    taken = {response.route for response in planned(audience)}
    assert len(taken & routes) >= 2
    assert "" in taken
    assert taken - {""} <= routes


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_few_have_not_sent_their_answers(audience: str) -> None:
    unsent = [response for response in planned(audience) if not response.is_sent]
    assert 1 <= len(unsent) <= 3


def test_people_say_who_helped_and_organisations_are_not_asked() -> None:
    helped = {audience: {response.help for response in planned(audience)} for audience in AUDIENCES}
    assert helped["young-people"] == {None, "none", "read", "wrote", "proxy"}
    assert helped["schools"] == helped["providers"] == {None}


def test_organisations_say_who_they_are_and_whether_they_may_be_named() -> None:
    for audience in ("schools", "providers"):
        said = [response.organisation for response in planned(audience)]
        assert {organisation.consent for organisation in said if organisation} == {"named", "counted"}
        emails = [organisation.contact_email for organisation in said if organisation]
        assert all(email.endswith(".example") for email in emails if email)


def test_every_provider_agreed_to_be_counted_and_some_schools_did_not_say() -> None:
    silent = {
        audience: [each.id for each in planned(audience) if each.is_sent and each.organisation is None]
        for audience in ("schools", "providers")
    }
    assert silent["providers"] == []
    assert silent["schools"]


def test_providers_mark_prices_and_words_as_confidential_that_they_gave() -> None:
    marked = [(response, item) for response in planned("providers") for item in response.confidential]
    assert all(item in response.cells for response, item in marked)
    assert {"price-day-full-time", "stop-bidding"} <= {item for _, item in marked}


@pytest.mark.parametrize("audience", ["young-people", "parents-carers"])
def test_what_people_say_about_themselves_was_offered(audience: str) -> None:
    asked = {question.id: question for question in ASKED[instrument(audience).about_you or "adults"]}
    said = PLANNED[audience].about_you
    assert set(said) == set(asked)
    assert all(asked[question].accepts(choice) for question, counts in said.items() for choice in counts)


def test_addresses_for_updates_belong_to_nobody() -> None:
    addresses = [email for survey in PLANNED.values() for email in survey.updates]
    assert addresses
    assert all(email.endswith((".example", "@example.org")) for email in addresses)


def test_one_survey_has_closed_and_the_others_can_be_answered() -> None:
    assert [audience for audience, survey in PLANNED.items() if survey.has_closed] == ["parents-carers"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_long_answers_are_written_and_not_filled_in_from_a_pattern(audience: str) -> None:
    long = [answer for answer in open_answers(audience) if len(answer.split()) > 5]
    assert len(long) >= 40
    assert len(set(long)) == len(long)


def test_some_answers_worry_triage_and_most_do_not() -> None:
    answers = open_answers("young-people") + open_answers("parents-carers")
    worrying = [answer for answer in answers if worries(answer)]
    assert "sometimes i dont want to be here anymore. not school i mean here" in worrying
    assert "he hits me when i go home if school rings. so pls dont ring" in worrying
    assert len(worrying) < len(answers) / 4


def test_some_people_write_in_polish_romanian_urdu_and_arabic() -> None:
    words = " ".join(open_answers("young-people") + open_answers("parents-carers"))
    assert re.search("[ąęłś]", words)
    assert re.search("[ățș]", words)
    assert "ہیں" in words
    assert "المعلم" in words


def test_names_and_numbers_are_there_to_redact_and_belong_to_nobody() -> None:
    words = " ".join(answer for audience in AUDIENCES for answer in open_answers(audience))
    numbers = re.findall(r"\b07\d{3} ?\d{6}\b", words)
    assert numbers
    assert all(number.startswith("07700 900") for number in numbers)  # Ofcom's numbers for drama
    assert "Brackenfold High" in words


def test_each_coding_is_of_an_answer_that_was_given_and_by_a_code_of_the_frame() -> None:
    frame = {code["code"] for code in read_table("coding/library/alternative-provision.csv")}
    given = {
        (row["id"], item): words for audience in AUDIENCES for row in rows(audience) for item, words in row.items()
    }
    codings = read_table("demo/codings.csv")
    assert len({(coding["response"], coding["item"]) for coding in codings}) == len(codings)
    assert all(given[coding["response"], coding["item"]] for coding in codings)
    assert {code for coding in codings for code in coding["codes"].split(";") if code} == frame


def test_every_section_has_its_sentence() -> None:
    assert {words["section"] for words in DEMO["sections_in_words"]} == {slug for slug, _ in LINES}


def test_a_decision_settles_findings_and_rewrites_a_line_that_exists() -> None:
    for decision in DECISIONS:
        assert set(decision["settles"]) <= FINDINGS
        assert (decision["section"], decision["line"]) in LINES
        assert ("new_text" in decision) == (decision["outcome"] != "not")


def test_there_is_one_demonstration_user_for_each_role() -> None:
    roles = [user["role"] for user in DEMO["users"]]
    assert len(roles) == len(set(roles)) == 8
    assert all(user["email"].endswith("@bury.example") for user in DEMO["users"])
