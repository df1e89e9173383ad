"""The demonstration's programme, its people and its open surveys, by the same operations that people's pages use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from engage.accounts import operations as accounts
from engage.accounts.models import Role, User
from engage.coding import operations as coding
from engage.coding.frame_file import library_frame
from engage.database import DomainError, today
from engage.demo.plan import Plan, PlannedSurvey, read_plan
from engage.programmes import operations as programmes
from engage.programmes.library import read_library
from engage.programmes.models import Audience, Programme, Wave
from engage.programmes.parts import operations as parts
from engage.programmes.queries import find_programme, list_programmes
from engage.surveys import operations as surveys
from engage.surveys.equality.operations import add_known_share
from engage.surveys.instrument import fingerprint
from engage.surveys.library import find_instrument
from engage.surveys.models import Survey

SIGN_IN_WITH = "made up for the demonstration"

Staff = dict[Role, User]


class RealPlatform(DomainError):
    """There is a programme of real people here: nothing made up is put beside it."""


def list_sign_ins() -> Sequence[tuple[str, str]]:
    """(email, what they do) for each person of the demonstration."""
    return [(user.email, user.display_name) for user in read_plan().users]


def find_demonstration() -> Programme | None:
    """Its programme; never one of real people that happens to have the same short name."""
    programme = find_programme(slug=read_plan().programme.slug)
    return programme if programme is not None and programme.is_demonstration else None


def open_surveys(plan: Plan) -> None:
    """The council, its people, the programme and its surveys, open: all that the front page shows. Raises
    RealPlatform."""
    if list_programmes():
        raise RealPlatform("This platform has a programme already. The demonstration goes on an empty one")
    programme = _make_programme(plan)
    staff = _make_staff(plan, programme)
    programmes.publish_programme(programme=programme, by=staff[Role.COMMISSIONING_OFFICER])
    wave = programme.waves[0]
    coding.store_frame(programme_id=programme.id, rows=library_frame())
    for planned in plan.surveys:
        _put_in_the_field(plan, planned, wave, staff)


def _make_programme(plan: Plan) -> Programme:
    planned = plan.council
    council = programmes.create_council(
        slug=planned.slug,
        name=planned.name,
        email=planned.contact_email,
        phone=planned.contact_phone,
        ink=planned.ink,
        accent=planned.accent,
    )
    programme = programmes.create_programme(
        council=council,
        title=plan.programme.title,
        slug=plan.programme.slug,
        summary="\n\n".join(plan.programme.summary),
        starting=read_library(plan.programme.library),
        starts_on=plan.programme.starts_on,
        service_starts_on=plan.programme.go_live,
        is_demonstration=True,
    )
    _set_dates(plan, programme)
    programmes.set_known_names(programme=programme, known_schools="", known_places="\n".join(plan.programme.places))
    for size in plan.audience_sizes:
        audience = _audience(programme, size.audience)
        programmes.set_audience_size(audience=audience, known_size=size.size, size_source=size.note)
    for share in plan.known_shares:
        add_known_share(audience=_audience(programme, share.audience), **share.model_dump(exclude={"audience"}))
    for lot in plan.lots:
        words: dict[str, Any] = {"title": lot.title, "description": lot.description}
        parts.add_part(programme=programme, to="lots", number=lot.number, **words)
    for milestone in plan.milestones:
        parts.add_part(programme=programme, to="milestones", title=milestone.title, on=milestone.date)
    return programme


def _set_dates(plan: Plan, programme: Programme) -> None:
    """The plan's own dates in place of those counted in weeks."""
    for phase, planned in zip(programme.phases, plan.phases, strict=True):
        parts.change_part(part=phase, starts_on=planned.starts, ends_on=planned.ends)
    dates: dict[str, Any] = {"starts_on": plan.wave.surveys_open, "ends_on": plan.wave.surveys_close}
    parts.change_part(part=programme.waves[0], title=plan.wave.title, **dates)


def _make_staff(plan: Plan, programme: Programme) -> Staff:
    staff: Staff = {}
    for planned in plan.users:
        user = accounts.create_user(email=planned.email, name=planned.display_name, password=SIGN_IN_WITH)
        accounts.grant_role(user=user, programme_id=programme.id, role=planned.role)
        staff[planned.role] = user
    return staff


def _put_in_the_field(plan: Plan, planned: PlannedSurvey, wave: Wave, staff: Staff) -> Survey:
    """Draft, review, approval and opening, as the officer and the reviewer would."""
    officer, reviewer = staff[Role.COMMISSIONING_OFFICER], staff[Role.REVIEWER]
    shipped = find_instrument(planned.instrument, wave.programme)
    days_left = 0 if planned.has_closed else plan.survey_window.closes_in_days
    survey = surveys.create_survey(
        wave=wave,
        audience=_audience(wave.programme, planned.audience),
        slug=planned.audience,
        title=shipped.instrument.title,
        document=shipped.document,
        opens_on=today() - dt.timedelta(days=plan.survey_window.opens_days_ago),
        closes_on=today() + dt.timedelta(days=days_left),
        author=officer,
    )
    surveys.ask_for_review(survey=survey, by=officer)
    surveys.approve_survey(survey=survey, sha256=fingerprint(survey.document), by=reviewer)
    surveys.open_survey(survey=survey, on=today(), by=officer)
    return survey


def _audience(programme: Programme, slug: str) -> Audience:
    return next(audience for audience in programme.audiences if audience.slug == slug)
