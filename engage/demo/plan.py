"""The demonstration's plan: `bury-2026.toml`, read once into frozen objects."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from engage.accounts.models import Role
from engage.forums.models import ForumKind, MinutesStatus, Outcome
from engage.surveys.models import Help
from engage.surveys.organisations.models import Consent

HERE = Path(__file__).parent
# The columns of a table of responses that are not answers.
NOT_ITEMS = frozenset({"id", "route", "help", "sent", "organisation", "contact", "email", "consent", "confidential"})


class Part(BaseModel):
    """A table of the plan: nothing changed after reading."""

    model_config = ConfigDict(frozen=True)


class PlannedCouncil(Part):
    name: str
    slug: str
    ink: str
    accent: str
    contact_email: str
    contact_phone: str


class PlannedProgramme(Part):
    slug: str
    title: str
    library: str
    places: tuple[str, ...]
    summary: tuple[str, ...]
    starts_on: dt.date
    go_live: dt.date


class PlannedPhase(Part):
    starts: dt.date
    ends: dt.date


class PlannedWave(Part):
    title: str
    surveys_open: dt.date
    surveys_close: dt.date


class SurveyWindow(Part):
    """The surveys are open on the day the demonstration is loaded, whatever the plan's dates."""

    opens_days_ago: int
    closes_in_days: int


class PlannedSize(Part):
    audience: str
    size: int
    note: str


class PlannedShare(Part):
    audience: str
    question: str
    choice: str
    percent: float
    source: str
    year: int


class PlannedRoute(Part):
    slug: str
    name: str
    size: int | None = None


class PlannedSurvey(Part):
    """`about_you` is how many made which choice, by question; `updates` are addresses that people left."""

    instrument: str
    audience: str
    responses: str
    has_closed: bool = False
    routes: tuple[PlannedRoute, ...]
    about_you: dict[str, dict[str, int]] = {}
    updates: tuple[str, ...] = ()


class PlannedLot(Part):
    number: int
    title: str
    description: str


class PlannedMilestone(Part):
    title: str
    date: dt.date


class PlannedUser(Part):
    email: str
    display_name: str
    role: Role


class PlannedFinding(Part):
    code: str
    title: str
    statement: str


class PlannedSentence(Part):
    section: str
    sentence: str


class PlannedAttendance(Part):
    name: str
    represents: str = ""
    apologies: bool = False


class PlannedDecision(Part):
    settles: tuple[str, ...]
    title: str
    outcome: Outcome
    reason: str
    section: str = ""
    line: str = ""
    new_text: str = ""
    published: bool


class PlannedAction(Part):
    text: str
    owner: str
    due: dt.date


class PlannedMeeting(Part):
    forum: str
    title: str
    date: dt.date
    place: str
    minutes: MinutesStatus
    points: tuple[str, ...]
    attendance: tuple[PlannedAttendance, ...]
    decisions: tuple[PlannedDecision, ...] = ()
    actions: tuple[PlannedAction, ...] = ()

    @property
    def forum_kind(self) -> ForumKind:
        return ForumKind(self.forum.replace("-", "_"))


class Plan(Part):
    council: PlannedCouncil
    programme: PlannedProgramme
    phases: tuple[PlannedPhase, ...]
    wave: PlannedWave
    survey_window: SurveyWindow
    audience_sizes: tuple[PlannedSize, ...]
    known_shares: tuple[PlannedShare, ...]
    surveys: tuple[PlannedSurvey, ...]
    lots: tuple[PlannedLot, ...]
    milestones: tuple[PlannedMilestone, ...]
    users: tuple[PlannedUser, ...]
    findings: tuple[PlannedFinding, ...]
    sections_in_words: tuple[PlannedSentence, ...]
    meetings: tuple[PlannedMeeting, ...]


class PlannedOrganisation(Part):
    """For whom a response answers."""

    name: str
    consent: Consent
    contact_name: str
    contact_email: str


class PlannedResponse(Part):
    """One row of a survey's table: how it came, who helped, for whom, and a cell for each item (see
    `importing.mapping.read_cell`). What is not sent stays a draft."""

    id: str
    route: str
    help: Help | None
    is_sent: bool
    organisation: PlannedOrganisation | None
    confidential: tuple[str, ...]
    cells: dict[str, str]


class PlannedCoding(Part):
    """The codes the analyst gave one answer; none is a verdict too."""

    response: str
    item: str
    codes: tuple[str, ...]


@cache
def read_plan() -> Plan:
    return Plan.model_validate(tomllib.loads((HERE / "bury-2026.toml").read_text(encoding="utf-8")))


def read_responses(survey: PlannedSurvey) -> list[PlannedResponse]:
    """The made-up responses to a survey, in the order of the file."""
    with (HERE / "responses" / survey.responses).open(encoding="utf-8", newline="") as file:
        return [_read_response(row) for row in csv.DictReader(file)]


def _read_response(row: dict[str, str]) -> PlannedResponse:
    return PlannedResponse(
        id=row["id"],
        route=row["route"],
        help=Help(row["help"]) if row.get("help") else None,
        is_sent=row["sent"] == "yes",
        organisation=_read_organisation(row) if row.get("organisation") else None,
        confidential=tuple(filter(None, row.get("confidential", "").split(";"))),
        cells={column: cell for column, cell in row.items() if cell and column not in NOT_ITEMS},
    )


def _read_organisation(row: dict[str, str]) -> PlannedOrganisation:
    return PlannedOrganisation(
        name=row["organisation"],
        consent=Consent(row["consent"]),
        contact_name=row["contact"],
        contact_email=row["email"],
    )


def read_codings() -> list[PlannedCoding]:
    """What the analyst of the demonstration said of the answers, in the order of the file."""
    with (HERE / "codings.csv").open(encoding="utf-8", newline="") as file:
        return [
            PlannedCoding(
                response=row["response"], item=row["item"], codes=tuple(filter(None, row["codes"].split(";")))
            )
            for row in csv.DictReader(file)
        ]
