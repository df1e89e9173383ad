"""Writing findings, approving quotes, publishing summaries, and saying which decision settles what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.coding.models import Code, Excerpt
from engage.coding.queries import effective_codings, list_codes
from engage.database import DomainError, db, now
from engage.forums.models import Decision
from engage.passages.columns import TriagedText
from engage.passages.operations import triage_text
from engage.passages.signals import Source
from engage.programmes.models import SpecificationSection, Wave
from engage.reports import queries
from engage.reports.brackets import NotTheirWords, worrying_brackets
from engage.reports.drafts.operations import remove_draft
from engage.reports.drafts.queries import read_prepared
from engage.reports.editions.operations import (
    Look,
    NothingToPublish,
    NotPrepared,
    add_edition,
    check_is_new,
    check_look,
)
from engage.reports.models import Finding, Quote, SectionSummary, SummaryEdition, Wording

# Where words were left out: "…", "..." or something in brackets.
GAP = re.compile(r"\[[^\]]*\]|…|\.{3,}")


class CodeTaken(DomainError):
    """Another finding of the wave counts this code."""


class NotAbout(DomainError):
    """The excerpt is on hold, or no code of the finding counts for it."""


class OwnWords(DomainError):
    """Words are approved by somebody else than who wrote them."""


def add_finding(
    *,
    wave: Wave,
    section: SpecificationSection,
    codes: Sequence[Code],
    title: str,
    statement: str = "",
    writer: User | None = None,
) -> Finding:
    """A finding at the end of its section, in the words of the writer, if anybody wrote them. Raises CodeTaken."""
    finding = Finding(wave=wave, position=len(queries.list_findings(wave.id)))
    return _write(finding, section=section, codes=codes, title=title, statement=statement, writer=writer)


def check_codes(*, wave: Wave, codes: Sequence[Code], finding: Finding | None = None) -> Iterator[CodeTaken]:
    """Find what speaks against a finding, new or changed, that counts these codes.

    A code counts in one finding: of two that share one, the difference would tell of the few in between.
    """
    taken = queries.codes_taken(wave.id, besides=finding.id if finding else None)
    for code in codes:
        if code.slug in taken:
            yield CodeTaken(f"“{code.name}” already counts in “{taken[code.slug]}”", "codes")


def change_finding(
    *,
    finding: Finding,
    section: SpecificationSection,
    codes: Sequence[Code],
    title: str,
    statement: str,
    writer: User | None = None,
) -> None:
    """Other words are no longer approved. Raises CodeTaken."""
    _write(finding, section=section, codes=codes, title=title, statement=statement, writer=writer)


def sign_words(*, finding: Finding, writer: User) -> None:
    """Whoever saves words that nobody is known to have written (proposed from a code's name) stands for them."""
    if finding.wording is None:
        _note_writer(finding, writer)


def approve_words(*, finding: Finding, approver: User) -> None:
    """The headline and statement may stand for a rare voice, as they are now. Raises OwnWords."""
    wording = finding.wording
    if wording is None:
        raise OwnWords("Nobody is known to have written these words. Save the finding first")
    if wording.writer == approver:
        raise OwnWords("You wrote these words. Ask somebody else to read and approve them")
    wording.approver, wording.approved_at = approver, now()
    db.session.flush()
    _record(approver, "approved the words of a finding", "finding", finding.id, finding.wave)


def remove_finding(*, finding: Finding, remover: User) -> None:
    """The finding, its quotes and its links to decisions go; published editions (without the quotes) and the decisions
    stay."""
    _record(remover, "removed a finding", "finding", finding.id, finding.wave)
    for quote in finding.quotes:
        db.session.delete(quote)
    db.session.delete(finding)
    db.session.flush()


def propose_findings(*, wave: Wave) -> list[Finding]:
    """A finding for each code that somebody speaks to, feeds a section, and is in no finding of the wave yet."""
    said = {coding.code_slug for coding in effective_codings(wave.id)}
    taken = queries.codes_taken(wave.id)
    return [
        add_finding(wave=wave, section=code.section, codes=[code], title=code.name)
        for code in list_codes(wave.programme_id)
        if code.section is not None and code.slug in said - taken.keys()
    ]


def write_sentence(*, wave: Wave, section: SpecificationSection, sentence: str, writer: User | None = None) -> None:
    """The sentence that the section's summary opens with, from the next edition on; without words there is none."""
    written = db.session.get(SectionSummary, (wave.id, section.id))
    triaged = triage_text(
        sentence.strip(),
        source=_source_of(wave, "section_summary", "The opening sentence of a section", section),
        author=writer,
        earlier=written.sentence if written else "",
    )
    if written is None:
        written = SectionSummary(wave_id=wave.id, section_id=section.id)
        db.session.add(written)
    written.sentence = triaged
    db.session.flush()


def check_quote(*, finding: Finding, excerpt: Excerpt, words: str | None) -> Iterator[DomainError]:
    """Find what speaks against quoting an excerpt for a finding in these words. Words of None are not looked at."""
    if words is not None:
        yield from _other_words(words, excerpt.text)
        yield from worrying_brackets(words)
    if queries.find_candidate(finding, excerpt.id) is None:
        yield NotAbout("This answer is on hold, or is no longer coded for this finding")


def approve_quote(*, finding: Finding, excerpt: Excerpt, words: str, approver: User) -> Quote:
    """Let these words stand for the finding from the next edition on.

    Words may be left out ("…") or stand as something in brackets, never be others. Raises NotTheirWords, NotAbout.
    """
    for fault in check_quote(finding=finding, excerpt=excerpt, words=words):
        raise fault
    quote = queries.find_quote(finding, excerpt.id)
    if quote is None:
        quote = Quote(finding=finding, excerpt=excerpt)
        db.session.add(quote)
    quote.words, quote.approver = words.strip(), approver
    db.session.flush()
    _record(approver, "approved a quote", "quote", quote.id, finding.wave)
    return quote


def sum_up(*, quote: Quote, in_summary: bool) -> None:
    """Whether an approved quote is one of the sentences that sum up its section, from the next edition on."""
    quote.in_summary = in_summary
    db.session.flush()


def withdraw_quote(*, quote: Quote, withdrawer: User) -> None:
    """The quote is in no edition any more: whoever reads one that was published reads it without."""
    _record(withdrawer, "withdrew a quote", "quote", quote.id, quote.finding.wave)
    db.session.delete(quote)
    db.session.flush()


def publish_summary(*, wave: Wave, publisher: User, look: Look | None = None) -> SummaryEdition:
    """Freeze what was last prepared in a new edition, which comes into force; the draft goes.

    `look` is what the publisher was shown before, if anybody was. Raises NotPrepared, NothingToPublish, EditionTaken
    and, with a look, NothingNew, DraftChanged, DraftOutdated and LossesNotAccepted.
    """
    prepared = read_prepared(wave.id)
    if look is not None:
        check_is_new(look=look, wave=wave)
    if prepared is None:
        raise NotPrepared("Nothing is prepared to be published. Somebody may have published it since you looked")
    if not prepared.document.findings:
        raise NothingToPublish("There is nothing to publish: no finding has anybody behind it yet")
    if look is not None:
        check_look(look=look, wave=wave, document=prepared.document, is_outdated=prepared.is_outdated)
    edition = add_edition(wave=wave, document=prepared.document, publisher=publisher)
    remove_draft(wave=wave)
    _record(publisher, "published a summary", "summary_edition", edition.id, wave)
    return edition


def settle(*, finding: Finding, decision: Decision) -> None:
    """Say that the decision settles the finding; once is enough."""
    if decision not in finding.decisions:
        finding.decisions.append(decision)
    db.session.flush()


def unsettle(*, finding: Finding, decision: Decision) -> None:
    """The decision stands, but has nothing to do with the finding."""
    finding.decisions = [other for other in finding.decisions if other is not decision]
    db.session.flush()


def _write(
    finding: Finding,
    *,
    section: SpecificationSection,
    codes: Sequence[Code],
    title: str,
    statement: str,
    writer: User | None,
) -> Finding:
    for fault in check_codes(wave=finding.wave, codes=codes, finding=finding):
        raise fault
    before = (finding.title or "", finding.statement or "")
    words = _triage_words(finding.wave, section, codes, (title.strip(), statement.strip()), before, writer)
    finding.section, finding.codes = section, list(codes)
    finding.title, finding.statement = words
    db.session.add(finding)
    db.session.flush()
    if words != before or finding.wording is None:
        _note_writer(finding, writer)
    return finding


def _triage_words(
    wave: Wave,
    section: SpecificationSection,
    codes: Sequence[Code],
    words: tuple[str, str],
    before: tuple[str, str],
    writer: User | None,
) -> tuple[TriagedText, TriagedText]:
    """Headline and statement. The name of a code says what people spoke about, and nothing of anybody."""
    title, statement = words
    source = _source_of(wave, "finding", "A finding", section)
    earlier = title if title in {code.name for code in codes} else before[0]
    return (
        triage_text(title, source=source, author=writer, earlier=earlier),
        triage_text(statement, source=source, author=writer, earlier=before[1]),
    )


def _note_writer(finding: Finding, writer: User | None) -> None:
    """Whoever wrote the words as they are now; what was approved were others."""
    if writer is None:
        finding.wording = None
    else:
        finding.wording = finding.wording or Wording()
        finding.wording.writer, finding.wording.approver, finding.wording.approved_at = writer, None, None
    db.session.flush()


def _other_words(quoted: str, said: str) -> Iterator[NotTheirWords]:
    """Between gaps ("…" or brackets) words stand as the excerpt has them, in its order: with one dropped unseen, a
    sentence could say what nobody said."""
    runs = [run for run in (_words(part) for part in GAP.split(quoted)) if run]
    spoken, at = _words(said), 0
    for run in runs:
        at = _after(run, spoken, at)
    if not runs or at < 0:
        yield NotTheirWords(
            "Put “…” where you leave words out, or something in [brackets] in their place; don't add or change words",
            "words",
        )


def _after(run: list[str], spoken: list[str], at: int) -> int:
    """Where the run of words ends in what was said, looking from a place on; -1 where it is not, or nothing was."""
    starts = range(at, len(spoken) - len(run) + 1) if at >= 0 else ()
    return next((start + len(run) for start in starts if spoken[start : start + len(run)] == run), -1)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _source_of(wave: Wave, name: str, what: str, section: SpecificationSection) -> Source:
    return Source(wave.programme_id, name, wave.id, f"{what} · {section.title}")


def _record(user: User, action: str, subject: str, subject_id: int, wave: Wave) -> None:
    record(user=user, action=action, subject=subject, subject_id=subject_id, programme_id=wave.programme_id)
