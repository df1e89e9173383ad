from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.coding.models import Code, CodingFrame
from engage.database import db
from engage.passages.columns import TriagedText
from engage.programmes.models import KnownShare, Programme
from engage.programmes.parts.kinds import KINDS
from engage.programmes.parts.operations import StillNeeded, add_part, remove_part
from engage.reports.models import Finding
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

URL = "/staff/alternative-provision/programme"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_part_on_which_nothing_hangs_is_removed_after_being_asked(
    client: PageClient, programme: Programme, kind: str
) -> None:
    day = programme.waves[0].starts_on
    days = {"starts_on": day, "ends_on": day}
    typed: dict[str, object] = {
        "waves": {"title": "Late", **days},
        "phases": {"title": "Late", "description": "So", **days},
        "milestones": {"title": "Late", "on": day},
        "audiences": {"name": "Late", "singular": "Late", "kind": "people"},
        "kloes": {"title": "Late"},
    }.get(kind, {"title": "Late", "number": 9})
    part_id = add_part(programme=programme, to=kind, **typed).id
    page = client.get(f"{URL}/{kind}/{part_id}").click(f"Remove the {KINDS[kind].called}")
    assert "“Late” goes for good" in page.text
    assert page.submit("Remove").messages == ["“Late” is removed"]
    assert page.submit("Remove").messages == ["It was removed already"]
    assert db.session.get(KINDS[kind].model, part_id) is None
    assert "removed part" in db.session.scalars(select(AuditEntry.action)).all()


def refusal(client: PageClient, kind: str, part: Any) -> str:
    """What the page says instead of offering its button."""
    page = client.get(f"{URL}/{kind}/{part.id}/remove")
    assert "Remove" not in page.select("main form button")
    return page.text


def test_what_hangs_on_a_part_is_named(client: PageClient, programme: Programme) -> None:
    make_survey(programme)
    section, wave = programme.sections[0], programme.waves[0]
    frame = CodingFrame(programme_id=programme.id, version=1)
    frame.codes = [
        Code(slug="adults", name="Trusted adults", definition="So", section=section, kloe=programme.kloes[0])
    ]
    db.session.add_all([frame, Finding(wave=wave, section=section, title=TriagedText("Moving hurts"))])
    db.session.commit()
    for kind, part, words in (
        ("waves", wave, ["the survey “Your place, your say”", "the finding “Moving hurts”"]),
        ("audiences", programme.audiences[0], ["the survey “Your place, your say”"]),
        ("kloes", programme.kloes[0], ["the code “Trusted adults”", "the survey “Your place, your say”"]),
        ("sections", section, ["line 7.1, line 7.2", "2 more"]),
    ):
        text = refusal(client, kind, part)
        assert all(each in text for each in words), (kind, text)


def test_known_shares_hang_on_their_audience(client: PageClient, programme: Programme) -> None:
    share = KnownShare(question="send", choice="yes", percent=17.2, source="Census", year=2031)
    programme.audiences[0].known_shares.append(share)
    assert "known shares (1)" in refusal(client, "audiences", programme.audiences[0])


def press(page: Page, programme: Programme) -> Page:
    """The button, after a survey has come to hang on the wave while the page was open."""
    make_survey(programme)
    return page.submit("Remove")


def test_what_came_to_hang_on_it_meanwhile_is_said(client: PageClient, programme: Programme) -> None:
    page = press(client.get(f"{URL}/waves/{programme.waves[0].id}/remove"), programme)
    assert "This wave cannot be removed while these hang on it: the survey" in page.errors[""]
    assert len(programme.waves) == 1


def test_what_nobody_names_is_refused_by_the_database(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    make_survey(programme)
    monkeypatch.setattr("engage.programmes.parts.operations.what_needs", lambda part: [])
    with pytest.raises(StillNeeded, match="Something else still hangs on this wave"):
        remove_part(part=programme.waves[0])


def test_phases_close_the_gap_and_lots_keep_their_numbers(client: PageClient, programme: Programme) -> None:
    day = programme.waves[0].starts_on
    for number in (1, 2, 3):
        words = {"title": f"Part {number}", "description": "So"}
        add_part(programme=programme, to="phases", starts_on=day, ends_on=day, **words)
        add_part(programme=programme, to="lots", number=number, **words)
    for kind in ("phases", "lots"):
        client.get(f"{URL}/{kind}/{getattr(programme, kind)[1].id}/remove").submit("Remove")
    assert [phase.number for phase in programme.phases] == [1, 2]
    assert [lot.number for lot in programme.lots] == [1, 3]
