"""The demonstration is loaded step by step, and can be read meanwhile."""

import pytest

from engage.demo import steps
from engage.demo.loading import RealPlatform
from tests.builders import make_programme
from tests.pages import PageClient


def titles() -> list[str]:
    return [step.title for step in steps.missing_steps()]


def test_loading_that_was_stopped_goes_on_where_it_was(client: PageClient) -> None:
    whole = titles()
    steps.load_and_tell(steps.missing_steps()[:2])
    assert titles() == whole[2:]


def test_pages_say_that_more_is_to_come(client: PageClient) -> None:
    steps.load_and_tell(steps.missing_steps()[:1])
    (said,) = client.get("/").select(".demonstration")
    assert "More of them are being loaded" in said


def test_a_survey_page_that_is_kept_for_all_does_not_say_so(client: PageClient) -> None:
    steps.load_and_tell(steps.missing_steps()[:1])
    (said,) = client.get("/s/young-people").select(".demonstration")
    assert "More of them are being loaded" not in said


def test_real_people_under_the_same_short_name_are_left_alone(client: PageClient) -> None:
    make_programme(slug="alternative-provision-2026")
    with pytest.raises(RealPlatform):
        steps.load_and_tell(steps.missing_steps())
