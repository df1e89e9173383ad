"""The instruments that come with Engage: the documents in `library/`, ready to be made into surveys.

They hold no council's facts. What differs from programme to programme stands in them as a Jinja expression, which a
programme's own facts fill in when a survey is made; where a fact is not known, the sentence reads well without it.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, select_autoescape

from engage.programmes.models import Programme
from engage.surveys.instrument import Instrument, read_instrument

LIBRARY = Path(__file__).parent / "library"


def _in_quotes(value: object) -> str:
    """A value as it stands between the quotes of a TOML string, which JSON escapes alike."""
    return json.dumps(str(value), ensure_ascii=False)[1:-1].replace("\x7f", "")


filling = Environment(
    undefined=StrictUndefined,
    finalize=_in_quotes,
    keep_trailing_newline=True,
    autoescape=select_autoescape(default_for_string=False),
)


class Facts(NamedTuple):
    """What the documents may say of a programme, as it stands in a sentence; empty where it is not known."""

    council: str = ""
    service_starts: str = ""


class Shipped(NamedTuple):
    """An instrument of the library: its file's name without the ending, and its document."""

    name: str
    document: str
    instrument: Instrument


@cache
def list_instruments() -> tuple[Shipped, ...]:
    """Every instrument of the library, by name, as it reads where nothing is known of the programme."""
    names = sorted(path.stem for path in LIBRARY.glob("*.toml"))
    return tuple(_read(name, Facts()) for name in names)


def find_instrument(name: str, programme: Programme) -> Shipped:
    """The instrument with this name, with the facts of a programme. Raises StopIteration where there is none."""
    known = next(shipped for shipped in list_instruments() if shipped.name == name)
    return _read(known.name, facts_of(programme))


def facts_of(programme: Programme) -> Facts:
    """What is known of the programme; of the day on which the service starts, its month ("March 2031")."""
    starts: dt.date | None = programme.service_starts_on
    return Facts(programme.council.name, f"{starts:%B %Y}" if starts else "")


def _read(name: str, facts: Facts) -> Shipped:
    template = (LIBRARY / f"{name}.toml").read_text(encoding="utf-8")
    document = filling.from_string(template).render(facts._asdict())
    return Shipped(name, document, read_instrument(document))
