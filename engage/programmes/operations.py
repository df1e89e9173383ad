"""Writing councils, programmes and what belongs to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar, cast

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, Model, constraint_as, db, now
from engage.programmes.colours import LEAST_CONTRAST, contrast_with_white, is_colour
from engage.programmes.library import StartingContent, StartingPhase, StartingSection
from engage.programmes.models import (
    Audience,
    AudienceKind,
    Council,
    Kloe,
    Lot,
    Milestone,
    Phase,
    Programme,
    SpecificationSection,
    Wave,
)
from engage.programmes.signals import in_words, what_needs
from engage.programmes.slugs import SlugRefused, check_slug, make_slug
from engage.programmes.specification.operations import start_line

Part = TypeVar("Part", bound=Model)


class ColourRefused(DomainError):
    """Not a colour, or too pale to be read with white."""


class NumberTaken(DomainError):
    """Another part of this kind has the number."""


class StillNeeded(DomainError):
    """Something else hangs on it."""


class EndsBeforeStart(DomainError):
    """The last day comes before the first."""


# Which unique constraint a part of a programme can break, and what to say of it beside which field.
TAKEN: dict[type[Model], tuple[str, DomainError]] = {
    Wave: ("uq_wave_programme_id_number", NumberTaken("Another wave has this number", "number")),
    Audience: ("uq_audience_programme_id_slug", SlugRefused("Another audience has this name", "name")),
    Lot: ("uq_lot_programme_id_number", NumberTaken("Another lot has this number", "number")),
    SpecificationSection: (
        "uq_specification_section_programme_id_number",
        NumberTaken("Another section has this number", "number"),
    ),
}


def create_council(
    *, slug: str, name: str, email: str, phone: str = "", ink: str = "#0b2540", accent: str = "#00625a"
) -> Council:
    """A new council. Raises SlugRefused, ColourRefused."""
    council = Council(slug=check_slug(slug), name=name, email=email, phone=phone, **_colours(ink, accent))
    with constraint_as("uq_council_slug", SlugRefused("Another council has this short name", "slug")):
        db.session.add(council)
    return council


def change_council(*, council: Council, name: str, email: str, phone: str, ink: str, accent: str) -> Council:
    """Raises ColourRefused, naming the contrast that was reached."""
    colours = _colours(ink, accent)
    council.name, council.email, council.phone = name, email, phone
    council.ink, council.accent = colours["ink"], colours["accent"]
    db.session.flush()
    return council


def create_programme(
    *,
    council: Council,
    title: str,
    slug: str,
    summary: str,
    starting: StartingContent,
    starts_on: dt.date,
    service_starts_on: dt.date | None = None,
    is_demonstration: bool = False,
) -> Programme:
    """A new draft with everything `starting` has, its waves and phases counted from `starts_on`. Raises SlugRefused."""
    programme = Programme(
        council_id=council.id,
        title=title,
        slug=check_slug(slug),
        summary=summary,
        service_starts_on=service_starts_on,
        is_demonstration=is_demonstration,
    )
    with constraint_as("uq_programme_slug", SlugRefused("Another programme has this short name", "slug")):
        db.session.add(programme)
    programme.audiences = [Audience(**entry.model_dump()) for entry in starting.audiences]
    programme.kloes = [
        Kloe(position=position, **entry.model_dump()) for position, entry in enumerate(starting.kloes, 1)
    ]
    programme.sections = [_start_section(entry) for entry in starting.sections]
    for wave in starting.waves:
        first, last = wave.dates(starts_on)
        add_wave(programme=programme, title=wave.title, starts_on=first, ends_on=last)
    set_phases(programme=programme, phases=starting.phases, starts_on=starts_on)
    return programme


def change_programme(
    *, programme: Programme, title: str, summary: str, service_starts_on: dt.date | None = None
) -> Programme:
    programme.title, programme.summary, programme.service_starts_on = title, summary, service_starts_on
    db.session.flush()
    return programme


def publish_programme(*, programme: Programme, by: User | None) -> Programme:
    """Let everybody see a draft. Publishing twice publishes once."""
    if programme.is_draft:
        programme.published_at = now()
        _record(programme, by, "published programme")
    return programme


def unpublish_programme(*, programme: Programme, by: User | None) -> Programme:
    """Make a draft of it again; twice is once. Raises StillNeeded while people can answer a survey."""
    if needed := what_needs(programme):
        raise StillNeeded(f"People can still answer {in_words(needed)}. Close that first, then make the draft")
    if not programme.is_draft:
        programme.published_at = None
        _record(programme, by, "made programme a draft")
    return programme


def set_known_names(*, programme: Programme, known_schools: str, known_places: str) -> Programme:
    """Names to take out of people's words, one a line; blank lines and repeated names go."""
    programme.known_schools, programme.known_places = _once_each(known_schools), _once_each(known_places)
    db.session.flush()
    return programme


def set_phases(*, programme: Programme, phases: Sequence[StartingPhase], starts_on: dt.date) -> None:
    """Give the programme these phases, counted from `starts_on`, in place of the ones it has."""
    for phase in programme.phases:
        db.session.delete(phase)
    db.session.flush()
    for number, entry in enumerate(phases, 1):
        first, last = entry.dates(starts_on)
        phase = Phase(number=number, title=entry.title, description=entry.description, starts_on=first, ends_on=last)
        phase.programme_id = programme.id
        db.session.add(phase)
    db.session.flush()
    db.session.expire(programme, ["phases"])


def add_wave(*, programme: Programme, title: str, starts_on: dt.date, ends_on: dt.date) -> Wave:
    """The programme's next wave. Raises EndsBeforeStart."""
    _refuse_backwards(starts_on, ends_on)
    number = max((wave.number for wave in programme.waves), default=0) + 1
    wave = Wave(number=number, title=title, starts_on=starts_on, ends_on=ends_on)
    return _add(wave, programme.waves)


def add_milestone(*, programme: Programme, title: str, on: dt.date) -> Milestone:
    return _add(Milestone(title=title, on=on), programme.milestones)


def remove_milestone(*, milestone: Milestone) -> None:
    programme = milestone.programme
    db.session.delete(milestone)
    db.session.flush()
    db.session.expire(programme, ["milestones"])


def add_audience(
    *,
    programme: Programme,
    name: str,
    singular: str,
    kind: AudienceKind,
    known_size: int | None = None,
    size_source: str = "",
) -> Audience:
    """Another group to ask; its slug is made of its name. Raises SlugRefused when there is one of that name."""
    audience = Audience(
        slug=make_slug(name, "audience"),
        name=name,
        singular=singular,
        kind=kind,
        known_size=known_size,
        size_source=size_source,
        position=max((other.position for other in programme.audiences), default=0) + 1,
    )
    return _add(audience, programme.audiences)


def set_audience_size(*, audience: Audience, known_size: int | None, size_source: str) -> None:
    """How many there are, and who says so; None where nobody knows."""
    audience.known_size, audience.size_source = known_size, size_source
    db.session.flush()


def add_lot(*, programme: Programme, number: int, title: str, description: str = "") -> Lot:
    """Raises NumberTaken."""
    return _add(Lot(number=number, title=title, description=description), programme.lots)


def add_section(*, programme: Programme, number: int, title: str, summary: str = "") -> SpecificationSection:
    """Another section of the specification; its slug is made of its title. Raises NumberTaken, SlugRefused."""
    section = SpecificationSection(slug=make_slug(title, "section"), number=number, title=title, summary=summary)
    same_title = SlugRefused("Another section has this title", "title")
    with constraint_as("uq_specification_section_programme_id_slug", same_title):
        return _add(section, programme.sections)


def change_part(*, part: Model, **values: object) -> Model:
    """Give a wave, phase, milestone, audience, lot or section new values. Raises NumberTaken, EndsBeforeStart."""
    if "starts_on" in values:
        _refuse_backwards(cast(dt.date, values["starts_on"]), cast(dt.date, values["ends_on"]))
    with _unless_taken(part):
        for name, value in values.items():
            setattr(part, name, value)
    return part


def _add(part: Part, siblings: list[Part]) -> Part:
    with _unless_taken(part):
        siblings.append(part)
    return part


def _unless_taken(part: Model) -> AbstractContextManager[None]:
    return constraint_as(*TAKEN[type(part)]) if type(part) in TAKEN else _flushed()


@contextmanager
def _flushed() -> Iterator[None]:
    yield
    db.session.flush()


def _start_section(entry: StartingSection) -> SpecificationSection:
    section = SpecificationSection(**entry.model_dump(exclude={"lines"}))
    section.lines = [
        start_line(number=line.number, text=line.text, position=position)
        for position, line in enumerate(entry.lines, 1)
    ]
    return section


def _record(programme: Programme, by: User | None, action: str) -> None:
    record(user=by, action=action, subject="programme", subject_id=programme.id, programme_id=programme.id)


def _refuse_backwards(starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        raise EndsBeforeStart("The last day must not come before the first", "ends_on")


def _colours(ink: str, accent: str) -> dict[str, str]:
    colours = {"ink": ink.strip().lower(), "accent": accent.strip().lower()}
    for field, colour in colours.items():
        _refuse_unreadable(field, colour)
    return colours


def _refuse_unreadable(field: str, colour: str) -> None:
    if not is_colour(colour):
        raise ColourRefused("Write a colour as # and six digits or letters, such as #00625a", field)
    contrast = contrast_with_white(colour)
    if contrast < LEAST_CONTRAST:
        # Cut, not rounded: 4.49 must not read as 4.5.
        raise ColourRefused(
            f"Choose a darker colour: its contrast with white is {int(contrast * 10) / 10} to 1, "
            f"and it must be {LEAST_CONTRAST} to 1 or more",
            field,
        )


def _once_each(lines: str) -> str:
    names = (" ".join(line.split()) for line in lines.splitlines())
    return "\n".join(dict.fromkeys(name for name in names if name))
