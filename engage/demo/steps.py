"""The demonstration step by step: each is committed as a whole, so that a loading that was stopped goes on later, and
pages can be read while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import click
from sqlalchemy import ColumnElement, select, text
from tqdm import tqdm

from engage.accounts.models import Role, User
from engage.coding import operations as coding
from engage.coding.models import Coder, Coding, MachineRun
from engage.database import Model, db, today
from engage.demo import answered, coded, reported
from engage.demo.loading import find_demonstration, open_surveys
from engage.demo.plan import PlannedSurvey, read_plan
from engage.forums.models import Forum
from engage.programmes.models import Programme, Wave
from engage.reports.models import Finding, SummaryEdition
from engage.reports.readings import take_readings
from engage.surveys import operations as surveys
from engage.surveys.inviting.models import Route
from engage.surveys.models import Survey


@dataclass(frozen=True)
class Step:
    """A part of the demonstration. `is_done` looks into the database, `load` leaves the commit to its caller."""

    title: str
    is_done: Callable[[], bool]
    load: Callable[[], None]


def list_steps() -> Sequence[Step]:
    """All of it, in the order of loading: first what the front page shows."""
    return [
        Step("the programme and its surveys", _is_open, lambda: open_surveys(read_plan())),
        *[_step_of(planned) for planned in read_plan().surveys],
        Step("the analyst's codes", _is_coded, _code),
        Step("the machine's codes", _is_read, _read),
        Step("findings and quotes", _has_findings, _find),
        Step("the published summary", _has_edition, _publish),
        Step("meetings and decisions", _has_forum, _decide),
    ]


def missing_steps() -> Sequence[Step]:
    """What comes after the last step that is done."""
    if not _is_open():
        return list_steps()
    left = takewhile(lambda step: not step.is_done(), reversed(list_steps()))
    return list(left)[::-1]


def is_loading() -> bool:
    """Whether anything is missing of a demonstration that people can see already."""
    return _is_open() and not list_steps()[-1].is_done()


def load_and_tell(steps: Sequence[Step]) -> None:
    """Load and commit each, and say so: a bar on a terminal, a line a step elsewhere."""
    with tqdm(steps, unit="step", leave=False, disable=None) as bar:
        for step in bar:
            bar.set_description(f"Demonstration: {step.title}")
            if bar.disable:
                click.echo(f"Demonstration: {step.title}")
            step.load()
            db.session.commit()


def _step_of(planned: PlannedSurvey) -> Step:
    """What people answered in one survey, and its end where the plan says so."""

    def load() -> None:
        answered.answer(survey=_survey(planned), planned=planned)
        if planned.has_closed:
            surveys.close_survey(survey=_survey(planned), by=_person(Role.COMMISSIONING_OFFICER))

    def is_done() -> bool:
        return _exists(Route, Route.survey_id == _survey(planned).id)

    return Step(f"answers: {planned.audience}", is_done, load)


def _survey(planned: PlannedSurvey) -> Survey:
    return db.session.scalars(select(Survey).where(Survey.slug == planned.audience, Survey.wave_id == _wave().id)).one()


def _person(role: Role) -> User:
    email = next(planned.email for planned in read_plan().users if planned.role is role)
    return db.session.scalars(select(User).where(User.email == email)).one()


def _wave() -> Wave:
    query = select(Wave).join(Programme).where(Programme.slug == read_plan().programme.slug)
    return db.session.scalars(query.where(Wave.title == read_plan().wave.title)).one()


def _exists(model: type[Model], *conditions: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(select(model).where(*conditions).exists())) or False


def _is_open() -> bool:
    return find_demonstration() is not None


def _is_coded() -> bool:
    """By its analyst: a stranger who codes an answer meanwhile must not end it."""
    return _exists(Coding, Coding.coder_id.in_(select(Coder.id).where(Coder.user_id == _person(Role.ANALYST).id)))


def _code() -> None:
    take_readings(on=today())
    programme = _wave().programme
    coded.release_some(programme=programme, lead=_person(Role.SAFEGUARDING_LEAD))
    coded.code_answers(programme=programme, analyst=_person(Role.ANALYST))


def _is_read() -> bool:
    return _exists(MachineRun)


def _read() -> None:
    coding.suggest_codes(programme_id=_wave().programme_id)
    # So much came at once that PostgreSQL would plan the reading of it as if the tables were empty.
    db.session.execute(text("ANALYZE"))


def _has_findings() -> bool:
    return _exists(Finding)


def _find() -> None:
    analyst, officer = _person(Role.ANALYST), _person(Role.COMMISSIONING_OFFICER)
    reported.find(plan=read_plan(), wave=_wave(), analyst=analyst, officer=officer)


def _has_edition() -> bool:
    return _exists(SummaryEdition)


def _publish() -> None:
    analyst, officer, lead = _person(Role.ANALYST), _person(Role.COMMISSIONING_OFFICER), _person(Role.SAFEGUARDING_LEAD)
    reported.publish(plan=read_plan(), wave=_wave(), analyst=analyst, officer=officer, lead=lead)


def _has_forum() -> bool:
    return _exists(Forum)


def _decide() -> None:
    officer, lead = _person(Role.COMMISSIONING_OFFICER), _person(Role.SAFEGUARDING_LEAD)
    reported.decide(plan=read_plan(), wave=_wave(), officer=officer, lead=lead)
