"""Telephone numbers can be pressed, on every page of a survey, and the team that asks can be reached."""

from __future__ import annotations

import pytest
from markupsafe import escape

from engage.database import db
from engage.surveys.telephones import with_telephones
from tests.builders import make_programme, make_survey
from tests.pages import PageClient


@pytest.mark.parametrize("number", ["0800 1111", "0808 800 5000", "01234 567890", "0161 253 5000", "999"])
def test_a_number_is_a_link_that_calls_it_and_stays_on_one_line(number: str) -> None:
    digits, unbroken = number.replace(" ", ""), number.replace(" ", "\u00a0")
    assert with_telephones(f"Call {number}. It is free") == f'Call <a href="tel:{digits}">{unbroken}</a>. It is free'


@pytest.mark.parametrize("words", ["in 2027 and 2028", "about 1999 of 2000 places", "0 of 12", "£999.50 <b>"])
def test_other_figures_stay_as_they_are_and_nothing_becomes_a_tag(words: str) -> None:
    assert with_telephones(words) == escape(words)


def test_every_page_tells_how_to_reach_the_team_that_asks(client: PageClient) -> None:
    survey = make_survey(make_programme())
    survey.wave.programme.council.phone = "0161 253 5000"
    db.session.commit()
    for page in (start := client.get("/s/your-say"), start.submit(assent=True), client.get("/s/your-say/check")):
        reached = [link["href"] for link in page.soup.select("aside.help a")]
        assert f"mailto:{survey.wave.programme.council.email}" in reached
        assert "tel:01612535000" in reached
