from __future__ import annotations

from engage.accounts.models import AuditEntry, Role
from engage.database import db
from engage.programmes.models import Programme
from engage.surveys import operations
from engage.surveys.documents import ItemWords
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"
OTHER_WORDS = ItemWords("What is good?", "", {})


def survey_in_review() -> tuple[Programme, Survey]:
    programme = make_programme()
    return programme, make_survey(programme, status="in_review")


def press(page: Page, step: str) -> Page:
    """Send a step by hand, as when the page no longer offers its button."""
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    return page.client.post(f"{ADDRESS}/{step}", {"csrf_token": token["value"]})


def test_somebody_other_than_the_author_approves(client: PageClient) -> None:
    programme, survey = survey_in_review()
    reviewer = make_user(programme, Role.REVIEWER)
    client.flask.sign_in(reviewer)
    page = client.get(ADDRESS).submit("Approve the survey")
    assert page.select("main .tag") == ["Approved"]
    assert survey.approver == reviewer
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "approved survey")).one()
    assert (entry.user_id, entry.subject_id) == (reviewer.id, str(survey.id))


def test_the_author_is_told_why_somebody_else_approves(client: PageClient) -> None:
    _programme, survey = survey_in_review()
    client.flask.sign_in(survey.author)
    page = client.get(ADDRESS)
    assert "You wrote these words, so somebody else approves them" in page.text
    refused = press(page, "approve")
    assert refused.select(".govuk-error-summary li") == ["You wrote these words, so somebody else has to approve them"]
    assert survey.status == "in_review"


def test_comments_are_settled_before_approval(client: PageClient) -> None:
    programme, survey = survey_in_review()
    reviewer = make_user(programme, Role.REVIEWER)
    operations.write_comment(survey=survey, item_id=None, words="Too long", by=reviewer)
    client.flask.sign_in(reviewer)
    page = client.get(ADDRESS)
    assert "1 comment has to be settled before approval" in page.text
    page = page.submit("This is settled: Too long").submit("Approve the survey")
    assert page.select("main .tag") == ["Approved"]


def test_words_that_changed_while_they_were_read_are_not_approved(client: PageClient) -> None:
    programme, survey = survey_in_review()
    client.flask.sign_in(make_user(programme, Role.REVIEWER))
    page = client.get(ADDRESS)
    operations.reword_item(survey=survey, item_id="what-works", words=OTHER_WORDS, by=survey.author)
    refused = page.submit("Approve the survey")
    assert "changed while you were reading" in refused.text
    assert survey.status == "in_review"


def test_a_changed_survey_needs_approval_again_by_somebody_else(client: PageClient) -> None:
    programme = make_programme()
    survey = make_survey(programme, status="approved")
    officer = make_user(programme, Role.COMMISSIONING_OFFICER)
    client.flask.sign_in(officer)
    page = client.get(f"{ADDRESS}/items/what-works/edit").submit(question="What is good about it?")
    assert page.select("main .tag") == ["In review"]
    assert (survey.approver_id, survey.author_id) == (None, officer.id)
    assert "somebody else has to approve them" in press(page, "approve").text


def test_an_analyst_reads_but_does_not_approve(client: PageClient) -> None:
    programme, _survey = survey_in_review()
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(ADDRESS)
    assert "Approve" not in " ".join(page.select("main button"))
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    client.post(f"{ADDRESS}/approve", {"csrf_token": token}, status=403)
