"""Come back for the result: a short address on the thank-you page and on a card to print."""

from __future__ import annotations

from tests.builders import make_programme, make_survey
from tests.pages import Page, PageClient


def test_the_thank_you_page_and_the_card_carry_the_short_address_and_the_receipt(first_question: Page) -> None:
    done = first_question.submit("Finish now", answer="never").submit("Send my answers")
    card = done.click("A card to print")
    assert (
        done.select(".address") == card.select(".address") == ["localhost/r/your-say", "localhost/s/your-say/withdraw"]
    )
    assert done.select(".code") == card.select(".code")
    assert card.h1 == "Your place, your say"


def test_the_short_address_leads_to_what_was_said_and_done(client: PageClient) -> None:
    make_survey(make_programme())
    page = client.get("/r/your-say")
    assert page.h1 == "You said, we did"
    assert page.address.endswith("/p/alternative-provision/you-said-we-did")


def test_the_short_address_of_nothing_is_not_found(client: PageClient) -> None:
    client.get("/r/no-such-survey", 404)


def test_a_card_without_a_receipt_has_the_address_alone(client: PageClient) -> None:
    make_survey(make_programme(), status="closed")
    assert client.get("/s/your-say/card").select(".address") == ["localhost/r/your-say"]


def test_a_survey_that_was_never_open_has_no_card(client: PageClient) -> None:
    make_survey(make_programme(), status="approved")
    client.get("/s/your-say/card", 404)
    client.get("/s/your-say/withdraw", 404)
