"""Numbers, rankings, proposals and lots in a summary: counted, and only through what may be told."""

from __future__ import annotations

import pytest

from engage.reports.publishing import draft_summary
from engage.reports.summary import PublishedItem
from tests.builders import make_programme, make_response, make_survey
from tests.surveys.every_type import EVERY_TYPE

pytestmark = pytest.mark.usefixtures("no_noise")


def published(**answers: tuple[int, list[str]]) -> dict[str, PublishedItem]:
    """The closed questions of a summary, where so many people gave each of these answers."""
    survey = make_survey(make_programme(), document=EVERY_TYPE)
    for name, (people, options) in answers.items():
        for _person in range(people):
            make_response(survey, **{name.partition("__")[0]: options})
    document = draft_summary(survey.wave).document
    return {item.item_id: item for section in document.sections for item in section.items}


def figures(item: PublishedItem) -> dict[str, int | None]:
    return {option.label: option.count for option in item.audiences[0].options}


def test_numbers_are_told_as_bands(app: object) -> None:
    items = published(places__few=(8, ["3"]), places__more=(9, ["15"]), places__most=(7, ["200"]))
    assert figures(items["places"]) == {"Up to 5 places": 8, "6 to 15 places": 9, "More than 15 places": 7}


def test_a_band_of_few_people_is_not_told(app: object) -> None:
    items = published(places__few=(8, ["3"]), places__more=(2, ["15"]))
    assert figures(items["places"])["6 to 15 places"] is None


def test_a_ranking_is_told_as_the_top_three_and_as_the_first_choice(app: object) -> None:
    items = published(top_three__a=(8, ["safe", "food"]), top_three__b=(9, ["food", "safe", "learning"]))
    top, first = figures(items["top-three"]), figures(items["top-three-first"])
    assert (top["Feeling safe"], top["Food"], top["Learning"]) == (17, 17, 9)
    assert (first["Feeling safe"], first["Food"]) == (8, 9)
    assert items["top-three-first"].question == "What matters most? First choice"


def test_a_proposal_and_each_lot_stand_by_themselves(app: object) -> None:
    items = published(one_door=(8, ["agree"]), offer_blended=(9, ["7"]))
    assert figures(items["one-door"])["Agree"] == 8
    assert items["offer-blended"].question == "How many could you offer? Blended places"
    assert figures(items["offer-blended"])["6 to 15"] == 9
