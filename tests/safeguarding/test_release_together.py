from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.analysis.triage import Tier
from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.models import Flag, FlagEvent
from tests.builders import make_survey, make_user
from tests.pages import Page, PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send

HARMLESS = ["i like to groom the horse", "the bus is scary", "i am scared of maths"]


@pytest.fixture
def glance(lead: PageClient, programme: Programme) -> Page:
    """The page with three answers that are probably nothing; one grave and one in Polish wait beside them."""
    send(make_survey(programme), *HARMLESS, WORRYING, POLISH)
    for flag in db.session.scalars(select(Flag)):
        flag.tier = Tier.PROBABLY_NOTHING if flag.words in HARMLESS else flag.tier
    return lead.get(ADDRESS).click("3 probably nothing: glance and release together")


def excerpts() -> list[str]:
    return sorted(db.session.scalars(select(Excerpt.text)))


def test_all_are_released_with_one_note_and_one_press(glance: Page) -> None:
    page = glance.click("Tick all 3").submit("Release what is ticked", note="About horses and buses")
    assert page.messages == ["3 released. Others can read them now"]
    assert excerpts() == sorted(HARMLESS)
    assert [event.note for event in db.session.scalars(select(FlagEvent))] == ["About horses and buses"] * 3


def test_what_is_not_ticked_stays_on_hold(glance: Page) -> None:
    ids = [field["value"] for field in glance.soup.select("input[name=flags]")]
    page = glance.submit("Release what is ticked", flags=ids[:2], note="Fine")
    assert page.messages == ["2 released. Others can read them now"]
    assert len(excerpts()) == 2
    assert len(page.select(".glance__words")) == 1


def test_what_another_lead_has_taken_meanwhile_is_left(glance: Page) -> None:
    flag_id = db.session.scalars(select(Flag.id).where(Flag.tier == Tier.PROBABLY_NOTHING)).all()[0]
    glance.client.get(f"{ADDRESS}/{flag_id}").submit("Take this")
    ids = [field["value"] for field in glance.soup.select("input[name=flags]")]
    page = glance.submit("Release what is ticked", flags=ids, note="Fine")
    assert page.messages == ["2 released. Others can read them now. 1 was not: it was released or taken meanwhile"]


def test_a_second_press_releases_nothing_more(glance: Page) -> None:
    ticked = glance.click("Tick all 3")
    ticked.submit("Release what is ticked", note="Fine")
    again = ticked.submit("Release what is ticked", note="Fine")
    assert "3 were not: they were released or taken meanwhile" in again.text
    assert len(db.session.scalars(select(FlagEvent)).all()) == 3


def test_no_grave_and_no_foreign_answer_can_be_among_them(glance: Page) -> None:
    ids = [str(flag_id) for flag_id in db.session.scalars(select(Flag.id))]
    glance.submit("Release what is ticked", flags=ids, note="Fine")
    assert excerpts() == sorted(HARMLESS)


def test_each_release_is_in_the_audit_trail(glance: Page) -> None:
    glance.click("Tick all 3").submit("Release what is ticked", note="About horses")
    entries = db.session.scalars(select(AuditEntry)).all()
    assert [entry.action for entry in entries] == ["released an answer on hold"] * 3
    assert "horses" not in str([entry.facts for entry in entries])


def test_nothing_ticked_and_no_note_are_said_at_once(glance: Page) -> None:
    page = glance.submit("Release what is ticked", note=" ")
    assert page.errors == {"flags": "Tick what you release", "note": "Say what you found"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING_LEAD])
def test_nobody_but_the_lead_releases(client: PageClient, programme: Programme, role: Role) -> None:
    client.flask.sign_in(make_user(programme, role))
    client.get(f"{ADDRESS}/together/look_today", status=403)


def look_today(programme: Programme, *said: str) -> None:
    send(make_survey(programme), *said)
    for flag in db.session.scalars(select(Flag)):
        flag.tier = Tier.LOOK_TODAY if flag.words in said else flag.tier


def test_several_to_look_at_today_are_ticked_one_by_one_and_released(lead: PageClient, programme: Programme) -> None:
    look_today(programme, *HARMLESS)
    page = lead.get(ADDRESS).click("read and release several")
    assert page.h1 == "Look today"
    assert page.select("input[checked]") == []
    ids = [field["value"] for field in page.soup.select("input[name=flags]")]
    page = page.submit("Release what is ticked", flags=ids[:2], note="About horses and buses")
    assert page.messages == ["2 released. Others can read them now"]
    assert len(excerpts()) == 2
    assert len(page.select(".glance__words")) == 1


def test_what_is_to_be_looked_at_today_is_not_ticked_all_at_once(lead: PageClient, programme: Programme) -> None:
    look_today(programme, *HARMLESS)
    page = lead.get(f"{ADDRESS}/together/look_today", query={"ticked": "all"})
    assert not [link for link in page.links if link.startswith("Tick")]
    assert page.select("input[checked]") == []


def test_what_is_to_be_looked_at_now_goes_one_by_one(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), WORRYING)
    lead.get(f"{ADDRESS}/together/look_now", status=404)
    flag_id = db.session.scalars(select(Flag.id)).one()
    with_others = {"flag_ids": [flag_id], "by": make_user(programme, Role.SAFEGUARDING_LEAD), "note": "Fine"}
    for tier in Tier:
        assert casework.release_together(tier=tier, programme_id=programme.id, **with_others) == 0
    assert excerpts() == []


def test_what_was_found_graver_meanwhile_is_left(glance: Page) -> None:
    ids = [field["value"] for field in glance.soup.select("input[name=flags]")]
    db.session.scalars(select(Flag).where(Flag.tier == Tier.PROBABLY_NOTHING)).all()[0].tier = Tier.LOOK_TODAY
    page = glance.submit("Release what is ticked", flags=ids, note="Fine")
    assert page.messages == ["2 released. Others can read them now. 1 was not: it was released or taken meanwhile"]
