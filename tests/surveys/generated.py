"""Instruments of any shape, and what any form might say to them, for Hypothesis to draw."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engage.surveys.instrument import Instrument, InstrumentError, Item, read_instrument
from tests.surveys.every_type import AGREE, LOTS, MATTERS, document, item

EXCLUSIVE = MATTERS.replace("]\n", '  { id = "none", label = "None", exclusive = true },\n]\n')
NUMBER = "number = { whole = false, minimum = -5, bands = [5, 15] }\n"
SHAPES = {
    "choice": AGREE,
    "choices": EXCLUSIVE,
    "scale": f'faces = "worst-first"\n{AGREE}',
    "short_text": "",
    "long_text": "",
    "number": NUMBER,
    "ranking": MATTERS,
    "proposal": f'why = "Why?"\n{AGREE}',
    "per_lot": f'each = "number"\n{NUMBER}{LOTS}',
    "information": 'text = ["Read this."]\n',
}
OPTIONS = ["agree", "unsure", "disagree", "safe", "friends", "learning", "food", "none"]
ACTIONS = ["next", "next", "next", "skip", "dont-know", "finish"]
WORDS = ["", "dont-know", "12", "-3", "£1,200", "1.5", "\0", "x" * 5_001, *OPTIONS]


def conditions(item_ids: list[str]) -> st.SearchStrategy[str]:
    """Conditions on these items as TOML: many of them fit, some do not."""
    ids, options = st.sampled_from(item_ids), st.sampled_from(OPTIONS)
    atoms = st.one_of(
        st.builds('{{ item = "{}", equals = "{}" }}'.format, ids, options),
        st.builds('{{ item = "{}", contains = "{}" }}'.format, ids, options),
        st.builds('{{ item = "{}", answered = {} }}'.format, ids, st.sampled_from(["true", "false"])),
    )
    several = st.lists(atoms, min_size=1, max_size=3).map(", ".join)
    joined = st.builds("{{ {} = [{}] }}".format, st.sampled_from(["all", "any"]), several)
    return st.one_of(atoms, joined, atoms.map("{{ not = {} }}".format))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document that can be asked: a condition that nobody could meet is left out of it."""
    items: list[str] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(sorted(SHAPES)), min_size=1, max_size=6))):
        serves, dont_know = kind != "information", draw(st.sampled_from(["", "dont_know = true\n"]))
        plain = item(f"q{number}", kind, f"Question {number}?", dont_know + SHAPES[kind], serves=serves)
        earlier = [f"q{before}{part}" for before in range(number) for part in ("", "-why", "-blended")]
        condition = f"show_if = {draw(conditions(earlier))}\n" if earlier and draw(st.booleans()) else ""
        routed = plain.replace("question =", f"{condition}question =", 1)
        items.append(routed if is_valid(document(*items, routed)) else plain)
    return document(*items)


def is_valid(words: str) -> bool:
    try:
        read_instrument(words)
    except InstrumentError:
        return False
    return True


def answers_to(asked: Item) -> st.SearchStrategy[dict[str, Any]]:
    """A form sent from the page of an item, as offered or not."""
    places = [f"answer{part.id.removeprefix(asked.id)}" for part in asked.parts]
    values = st.lists(st.sampled_from(WORDS) | st.text(max_size=20), max_size=3)
    return st.fixed_dictionaries({"action": st.sampled_from(ACTIONS), **dict.fromkeys(places, values)})


def given_to(instrument: Instrument) -> st.SearchStrategy[dict[str, list[str]]]:
    """Any answers to any of the items, as routing sees them."""
    chosen = st.lists(st.sampled_from(OPTIONS), max_size=3, unique=True)
    return st.dictionaries(st.sampled_from([item.id for item in instrument.items] or ["none"]), chosen)
