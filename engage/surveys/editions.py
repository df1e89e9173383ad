"""Editions as instruments: each document is read once for the life of the process."""

from __future__ import annotations

from functools import lru_cache

from engage.surveys.instrument import Instrument, read_instrument
from engage.surveys.models import Answer, SurveyEdition

# A council runs tens of surveys at a time; an instrument is some 50 kB in memory.
EDITIONS_KEPT = 256


@lru_cache(maxsize=EDITIONS_KEPT)
def instrument_of(sha256: str, document: str) -> Instrument:
    """The instrument in `document`, whose SHA-256 tells editions apart. Raises InstrumentError."""
    return read_instrument(document)


def read_edition(edition: SurveyEdition) -> Instrument:
    """What people who started on this edition are asked. Raises InstrumentError."""
    return instrument_of(edition.sha256, edition.document)


def question_of(answer: Answer) -> str:
    """What the answer was to, in the words its person read; the item's id where the edition no longer has it."""
    item = read_edition(answer.response.edition).by_id.get(answer.item_id)
    return item.question if item else answer.item_id
