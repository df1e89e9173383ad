"""The instruments that come with Engage: the documents in `library/`, ready to be made into surveys."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from engage.surveys.instrument import Instrument, read_instrument

LIBRARY = Path(__file__).parent / "library"


class Shipped(NamedTuple):
    """An instrument of the library: its file's name without the ending, and its document."""

    name: str
    document: str
    instrument: Instrument


@cache
def list_instruments() -> tuple[Shipped, ...]:
    """Every instrument of the library, by name."""
    return tuple(_read(path) for path in sorted(LIBRARY.glob("*.toml")))


def find_instrument(name: str) -> Shipped:
    """The instrument with this name. Raises StopIteration where there is none."""
    return next(shipped for shipped in list_instruments() if shipped.name == name)


def _read(path: Path) -> Shipped:
    document = path.read_text(encoding="utf-8")
    return Shipped(path.stem, document, read_instrument(document))
