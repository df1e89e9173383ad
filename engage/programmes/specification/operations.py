"""Writing lines of the specification: a change of words or number is a version, and what was before stays."""

from __future__ import annotations

from collections.abc import Iterator

from engage.accounts.models import User
from engage.database import DomainError, constraint_as, db
from engage.passages.operations import refuse_held, triage_text
from engage.passages.signals import Source
from engage.programmes.models import SpecificationLine, SpecificationLineVersion, SpecificationSection


class LineNumberTaken(DomainError):
    """Another line of the specification has the number."""


class NumberElsewhere(DomainError):
    """The number does not begin with that of the line's section."""


class ReasonMissing(DomainError):
    """New words, or another number, come with a reason: a decision, or why an officer changed them."""


TAKEN = "uq_specification_line_section_id_number"
NUMBER_TAKEN = "Another line has this number"


def check_number(*, section: SpecificationSection, number: str | None) -> Iterator[DomainError]:
    """Find what speaks against the number of a new line. A number of None is not looked at."""
    if number is not None:
        yield from _number_faults(section, number)


def check_line(
    *, line: SpecificationLine, number: str | None, text: str | None, reason: str | None
) -> Iterator[DomainError]:
    """Find what speaks against these values of a line. A number, text or reason of None is not looked at."""
    if (text not in (None, line.text) or number not in (None, line.number)) and reason == "":
        yield ReasonMissing("Say why the words or the number change", "reason")
    if number not in (None, line.number):
        yield from _number_faults(line.section, number, line)


def _number_faults(
    section: SpecificationSection, number: str, line: SpecificationLine | None = None
) -> Iterator[DomainError]:
    """What speaks against a number for a line of the section. A number is an address: "9.2" is there once."""
    start = f"{section.number}."
    if not number.startswith(start) or not number.removeprefix(start).replace(".", "").isalnum():
        yield NumberElsewhere(
            f"Begin with the number of the section, such as {start}{len(section.lines) + 1}", "number"
        )
    lines = [other for each in section.programme.sections for other in each.lines]
    if any(other.number == number for other in lines if other is not line):
        yield LineNumberTaken(NUMBER_TAKEN, "number")


def add_line(*, section: SpecificationSection, number: str, text: str, author: User | None = None) -> SpecificationLine:
    """Add a line at the end of a section, with its first version. Raises WordsHeld, NumberElsewhere,
    LineNumberTaken."""
    for fault in check_number(section=section, number=number):
        raise fault
    _refuse_held(
        text, Source(section.programme_id, "section_line", section.id, f"A new line · {section.title}"), author
    )
    position = max((line.position for line in section.lines), default=0) + 1
    line = start_line(number=number, text=text, position=position, author=author)
    with constraint_as(TAKEN, LineNumberTaken(NUMBER_TAKEN, "number")):
        section.lines.append(line)
    return line


def start_line(*, number: str, text: str, position: int, author: User | None = None) -> SpecificationLine:
    """Make a line that belongs to no section yet, with its first version."""
    first = SpecificationLineVersion(number=1, line_number=number, text=text, author=author)
    return SpecificationLine(number=number, text=text, position=position, versions=[first])


def change_line(*, line: SpecificationLine, number: str, text: str, reason: str, author: User) -> SpecificationLine:
    """Give a line another number or other words: a new version, with the reason.

    Raises ReasonMissing, WordsHeld, NumberElsewhere, LineNumberTaken.
    """
    is_other = (number, text) != (line.number, line.text)
    for fault in check_line(line=line, number=number, text=text, reason=reason):
        raise fault
    if text != line.text:
        source = Source(line.section.programme_id, "line_text", line.id, f"Words of a line · {line.number}")
        _refuse_held(text, source, author)
    with constraint_as(TAKEN, LineNumberTaken(NUMBER_TAKEN, "number")):
        line.number = number
    if is_other:
        add_version(line=line, text=text, author=author, reason=reason)
    return line


def add_version(
    *,
    line: SpecificationLine,
    text: str,
    author: User | None,
    reason: str = "",
    decision_number: int | None = None,
) -> SpecificationLineVersion:
    """Give a line new words: by a decision, or by an edit that says why."""
    source = Source(line.section.programme_id, "line_reason", line.id, f"Why a line changed · {line.number}")
    version = SpecificationLineVersion(
        number=line.version + 1,
        line_number=line.number,
        text=text,
        author=author,
        reason=triage_text(reason, source=source, author=author),
        decision_number=decision_number,
    )
    line.versions.append(version)
    line.text = text
    db.session.flush()
    return version


def _refuse_held(text: str, source: Source, author: User | None) -> None:
    """The words of a line are public at once. Words that a decision gives a line were triaged with the decision."""
    message = (
        "These words may be about somebody, so they are not saved, and the safeguarding lead reads them. Write what "
        "providers are asked for, without telling about a person"
    )
    refuse_held(text, source=source, author=author, message=message, field="text")
