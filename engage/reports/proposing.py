"""Proposing people's own sentences to sum up a section and to show both sides of a finding.

Nothing is reworded: a sentence is a span of an excerpt, with the whole of it beside; what could tell who speaks is
proposed to be taken out, as with every quote (see `analysis.extracts`, `analysis.redaction`).
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from engage.analysis.extracts import extract, points
from engage.coding.queries import effective_codings
from engage.programmes.models import Wave
from engage.reports import queries
from engage.reports.known import Known, known_names
from engage.reports.models import Finding, Quote
from engage.reports.voices import voices_of

# As many as are read in a minute.
SENTENCES = 5
# Of each audience and finding at most so many answers, drawn by their random ids: sentences of more than that differ
# little, and the page would be slow.
MOST_ANSWERS = 300
COLUMNS = ["excerpt_id", "response_id", "audience", "text", "code", "sentiment"]


Findings = dict[int, Finding]


class Proposed(NamedTuple):
    """A sentence that could stand for a finding: whose it is, its words as proposed, the whole of what was said, and
    the quote where this excerpt is approved already."""

    finding: Finding
    excerpt_id: uuid.UUID
    who: str
    words: str
    whole: str
    quote: Quote | None


class Point(NamedTuple):
    """What people say on one side of a finding; `is_contested` where a quarter or more are on the other."""

    finding: Finding
    is_contested: bool
    side: str
    sentences: list[Proposed]


def propose_summary(said: pd.DataFrame, findings: Findings, wave: Wave) -> list[Proposed]:
    """Sentences that stand for all that was said (`said_of`), from every audience."""
    return _propose(extract(said.drop_duplicates("excerpt_id"), number=SENTENCES), said, findings, wave)


def said_of(wave: Wave, findings: Findings) -> pd.DataFrame:
    """A row for each excerpt and each of these findings that it is coded for, in the order of the findings.

    Columns: `excerpt_id`, `response_id`, `audience`, `text`, `code` (the finding's id), `sentiment`. `findings` by id.
    """
    spoken = {spoken.excerpt_id: spoken for spoken in queries.list_spoken(wave)}
    of_code = {code.slug: found.id for found in findings.values() for code in found.codes}
    rows = [
        (coding.excerpt_id, coding.response_id, coding.audience_slug, text, of_code[coding.code_slug], coding.sentiment)
        for coding in effective_codings(wave.id)
        if coding.code_slug in of_code and (text := _text(spoken, coding.excerpt_id))
    ]
    table = pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(["excerpt_id", "code"])
    order = {finding_id: place for place, finding_id in enumerate(findings)}
    table = table.sort_values("code", key=lambda codes: codes.map(order), kind="stable")
    return table.groupby(["code", "audience"], sort=False).head(MOST_ANSWERS)


def _text(spoken: dict[uuid.UUID, queries.Spoken], excerpt_id: uuid.UUID) -> str:
    found = spoken.get(excerpt_id)
    return found.text if found else ""


def propose_points(said: pd.DataFrame, findings: Findings, wave: Wave) -> Iterator[Point]:
    """What is agreed on, or disagreed, finding by finding; where people disagree, a point for each side."""
    found = points(said)
    for (finding_id, side), rows in groupby(found.to_dict("records"), key=lambda row: (row["code"], row["side"])):
        of = pd.DataFrame(list(rows))
        is_contested = of["point"].iloc[0] == "disagreement"
        yield Point(findings[finding_id], is_contested, side, _propose(of, said, findings, wave))


def _propose(chosen: pd.DataFrame, said: pd.DataFrame, findings: Findings, wave: Wave) -> list[Proposed]:
    """The chosen sentences, each for the finding it was chosen for, or the first that its excerpt is coded for."""
    first = said.drop_duplicates("excerpt_id").set_index("excerpt_id")
    who = {voice.slug: voice.singular for voice in voices_of(wave.programme.audiences)}
    known = known_names(wave.programme)
    return [
        _proposed(row, findings[row.get("code", first["code"][row["excerpt_id"]])], first, who, known)
        for row in chosen.to_dict("records")
    ]


def _proposed(
    row: dict[Hashable, Any], finding: Finding, first: pd.DataFrame, who: dict[str, str], known: Known
) -> Proposed:
    excerpt_id = row["excerpt_id"]
    quote = next((quote for quote in finding.quotes if quote.excerpt_id == excerpt_id), None)
    whole = str(first["text"][excerpt_id])
    return Proposed(finding, excerpt_id, who[row["audience"]], known.redact(row["sentence"]), whole, quote)
