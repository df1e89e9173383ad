from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.surveys.models import Survey
from tests.builders import INSTRUMENT, make_programme, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"
COMMENTED = INSTRUMENT.replace('id = "belonging"\ntype', 'id = "belonging" # agreed with the forum\ntype')


@pytest.fixture
def survey(app: object) -> Survey:
    return make_survey(make_programme(), status="draft", document=COMMENTED)


@pytest.fixture
def form(client: PageClient, survey: Survey) -> Page:
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client.get(ADDRESS).click("Change the words of question 1")


def test_new_words_change_their_own_lines_of_the_document_and_no_others(form: Page, survey: Survey) -> None:
    page = form.submit(**{"question": "Do you fit in here?", "option-always": "All the time"})
    assert page.select("#item-belonging h3") == ["Do you fit in here?"]
    pairs = zip(COMMENTED.splitlines(), survey.document.splitlines(), strict=True)
    changed = [new for old, new in pairs if old != new]
    assert changed[0] == 'question = "Do you fit in here?"'
    assert changed[1].strip() == '{ id = "always", label = "All the time" },'
    assert len(changed) == 2


def test_a_hint_is_added_and_taken_away_again(form: Page, survey: Survey) -> None:
    page = form.submit(hint="Think of this week.")
    assert "Think of this week." in page.text
    page.click("Change the words of question 1").submit(hint="")
    assert survey.document == COMMENTED


def test_words_left_as_they_are_leave_the_document_and_its_author(form: Page, survey: Survey) -> None:
    author = survey.author_id
    form.submit()
    assert (survey.document, survey.author_id) == (COMMENTED, author)


def test_an_empty_answer_is_refused_and_the_rest_is_kept(form: Page) -> None:
    page = form.submit(**{"question": "Do you fit in?", "option-never": " "})
    assert page.errors == {"option-never": "Enter the words of answer 3"}
    assert page.soup.find(id="question").get_text().strip() == "Do you fit in?"


def test_quotes_and_lines_are_written_so_that_they_can_be_read_again(form: Page) -> None:
    page = form.submit(question='Do you "belong"\n\\ here?')
    assert page.select("#item-belonging h3") == ['Do you "belong" \\ here?']


def test_reviewers_do_not_change_words(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    assert "Change the words of question 1" not in client.get(ADDRESS).links
    client.get(f"{ADDRESS}/items/belonging/edit", 403)
