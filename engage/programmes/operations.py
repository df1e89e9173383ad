"""Writing councils, programmes and what belongs to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, constraint_as, db, now
from engage.programmes.colours import LEAST_CONTRAST, contrast_with_white, is_colour
from engage.programmes.library import StartingContent, StartingPhase, StartingSection, StartingWave
from engage.programmes.models import (
    Audience,
    Council,
    Kloe,
    Phase,
    Programme,
    SpecificationSection,
    Wave,
)
from engage.programmes.queries import find_council, find_programme, list_run_by_others
from engage.programmes.signals import in_words, what_needs
from engage.programmes.slugs import SlugRefused, check_slug, slug_faults
from engage.programmes.specification.operations import start_line


class ColourRefused(DomainError):
    """Not a colour, or too pale to be read with white."""


class NotYourCouncil(DomainError):
    """Other people run programmes in the name of the council."""


class StillNeeded(DomainError):
    """Something else hangs on it."""


def check_council(
    *, ink: str | None, accent: str | None, slug: str | None = None, **_others: object
) -> Iterator[DomainError]:
    """What speaks against these values of a council. A value of None is not looked at."""
    for field, colour in (("ink", ink), ("accent", accent)):
        if colour is not None and (fault := _colour_fault(field, _colour(colour))):
            yield fault
    if slug is not None:
        yield from slug_faults(slug, "council", is_taken=find_council(slug=slug) is not None)


def check_programme(*, slug: str | None, **_others: object) -> Iterator[DomainError]:
    """What speaks against these values of a new programme. A value of None is not looked at."""
    if slug is not None:
        yield from slug_faults(slug, "programme", is_taken=find_programme(slug=slug) is not None)


def create_council(
    *, slug: str, name: str, email: str, phone: str = "", ink: str = "#0b2540", accent: str = "#00625a"
) -> Council:
    """A new council. Raises SlugRefused, ColourRefused."""
    council = Council(slug=check_slug(slug), name=name, email=email, phone=phone, **_colours(ink, accent))
    with constraint_as("uq_council_slug", SlugRefused("Another council has this short name", "slug")):
        db.session.add(council)
    return council


def check_may_change(*, council: Council, by: User) -> Iterator[DomainError]:
    """Find what speaks against somebody changing a council: it stands on every programme in its name."""
    if list_run_by_others(council=council, user=by):
        yield NotYourCouncil(
            "This council has other programmes, and its name and addresses stand on all of them. Only somebody who is "
            "administrator or commissioning officer of each of them can change it"
        )


def change_council(*, council: Council, by: User, name: str, email: str, phone: str, ink: str, accent: str) -> Council:
    """Give a council other values, with a note in the trail of every programme that they stand on.

    Raises NotYourCouncil, and ColourRefused, which names the contrast that was reached.
    """
    _raise_first(check_may_change(council=council, by=by))
    colours = _colours(ink, accent)
    council.name, council.email, council.phone = name, email, phone
    council.ink, council.accent = colours["ink"], colours["accent"]
    for programme in council.programmes:
        record(user=by, action="changed council", subject="council", subject_id=council.id, programme_id=programme.id)
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
    programme.waves = [_start_wave(number, entry, starts_on) for number, entry in enumerate(starting.waves, 1)]
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


def check_unpublish(programme: Programme) -> Iterator[DomainError]:
    """Find what speaks against making a draft of a programme again."""
    if needed := what_needs(programme):
        yield StillNeeded(f"People can still answer {in_words(needed)}. Close that first, then make the draft")


def unpublish_programme(*, programme: Programme, by: User | None) -> Programme:
    """Make a draft of it again; twice is once. Raises StillNeeded while people can answer a survey."""
    _raise_first(check_unpublish(programme))
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


def set_audience_size(*, audience: Audience, known_size: int | None, size_source: str) -> None:
    """How many there are, and who says so; None where nobody knows."""
    audience.known_size, audience.size_source = known_size, size_source
    db.session.flush()


def _start_section(entry: StartingSection) -> SpecificationSection:
    section = SpecificationSection(**entry.model_dump(exclude={"lines"}))
    section.lines = [
        start_line(number=line.number, text=line.text, position=position)
        for position, line in enumerate(entry.lines, 1)
    ]
    return section


def _start_wave(number: int, entry: StartingWave, starts_on: dt.date) -> Wave:
    first, last = entry.dates(starts_on)
    return Wave(number=number, title=entry.title, starts_on=first, ends_on=last)


def _record(programme: Programme, by: User | None, action: str) -> None:
    record(user=by, action=action, subject="programme", subject_id=programme.id, programme_id=programme.id)


def _colours(ink: str, accent: str) -> dict[str, str]:
    _raise_first(check_council(ink=ink, accent=accent))
    return {"ink": _colour(ink), "accent": _colour(accent)}


def _colour(written: str) -> str:
    return written.strip().lower()


def _colour_fault(field: str, colour: str) -> ColourRefused | None:
    if not is_colour(colour):
        return ColourRefused("Write a colour as # and six digits or letters, such as #00625a", field)
    contrast = contrast_with_white(colour)
    if contrast >= LEAST_CONTRAST:
        return None
    # Cut, not rounded: 4.49 must not read as 4.5.
    return ColourRefused(
        f"Choose a darker colour: its contrast with white is {int(contrast * 10) / 10} to 1, "
        f"and it must be {LEAST_CONTRAST} to 1 or more",
        field,
    )


def _raise_first(rules: Iterator[DomainError]) -> None:
    for rule in rules:
        raise rule


def _once_each(lines: str) -> str:
    names = (" ".join(line.split()) for line in lines.splitlines())
    return "\n".join(dict.fromkeys(name for name in names if name))
