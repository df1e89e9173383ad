"""The pages of a survey. What depends only on the instrument and the council is rendered once; a request fills in
its token and the stored answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple, cast

from babel import negotiate_locale
from flask import current_app, render_template, request, url_for
from flask_babel import force_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from engage.surveys import fields
from engage.surveys.fields import DONT_KNOW_VALUE
from engage.surveys.instrument import Instrument, Item
from engage.surveys.responses import Visit, load_instrument

# Private-use characters: no keyboard types them, and Jinja leaves them as they are.
SLOT = "\ue000{}\ue001"
SLOTS = re.compile("\ue000([^\ue001]*)\ue001")
INSIDE_A_NUMBER = re.compile(r"(?<=\d) (?=\d)")


class CouncilShown(NamedTuple):
    slug: str
    name: str
    ink: str


class ProgrammeShown(NamedTuple):
    slug: str
    title: str
    is_demonstration: bool


class Setting(NamedTuple):
    """Everything that a page of a survey depends on, except the person: the key under which it is kept."""

    survey_slug: str
    edition_id: int
    sha256: str
    council: CouncilShown
    programme: ProgrammeShown
    script_root: str

    @property
    def instrument(self) -> Instrument:
        return load_instrument(self.edition_id, self.sha256)


class Place(NamedTuple):
    """An item is the number-th of total, between two others (by id), or at an end."""

    number: int
    total: int
    before: str | None
    after: str | None


class Shell:
    """A rendered page with named slots left open."""

    def __init__(self, html: str) -> None:
        self.pieces = SLOTS.split(html)

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with each slot filled, or left empty. Values are HTML."""
        filled = self.pieces.copy()
        filled[1::2] = [values.get(name, "") for name in self.pieces[1::2]]
        return "".join(filled)


def setting_of(visit: Visit) -> Setting:
    return Setting(
        visit.slug,
        visit.edition_id or 0,
        visit.sha256 or "",
        CouncilShown(visit.council_slug, visit.council_name, visit.council_ink),
        ProgrammeShown(visit.programme_slug, visit.programme_title, visit.is_demonstration),
        request.script_root,
    )


def question(visit: Visit, item: Item, *, from_check: bool) -> str:
    """The page of one item, with what was answered before."""
    said = visit.said
    values = {f"tick:{value}": "checked" for value in fields.ticked(said)}
    values["text"] = str(escape(said.text)) if said and said.text else ""
    values["csrf"] = generate_csrf()
    return _question_shell(setting_of(visit), item.id, from_check).fill(values)


def refused_question(visit: Visit, item: Item, *, from_check: bool, sent: list[str], error: fields.Unacceptable) -> str:
    """The page of one item again, with what was sent and why it cannot be."""
    setting = setting_of(visit)
    with speaking(setting.instrument):
        return _render_question(
            setting,
            item,
            from_check,
            error=str(error.words),
            ticks=ticks(item, sent),
            text=fields.tidy(sent),
            token=generate_csrf(),
        )


def page(name: str, visit: Visit, **values: object) -> str:
    """Any other page of a survey, in its language."""
    setting = setting_of(visit)
    with speaking(setting.instrument):
        return _render(name, setting, **values)


def preview_item(item: Item, *, heading: str = "h3") -> Markup:
    """An item as respondents see it, its controls switched off, to stand among others on a staff page."""
    macros = vars(current_app.jinja_env.get_template("macros/choices.html").module)
    return cast(Markup, macros["preview"](item, ticks(item, ()), heading))


def ticks(item: Item, chosen: Collection[str]) -> dict[str, str]:
    """For each value that can be chosen, the attribute that ticks it, or nothing."""
    return {value: "checked" if value in chosen else "" for value in _values(item)}


@lru_cache(maxsize=1024)
def place_of(setting: Setting, item_id: str) -> Place:
    """Where an item stands in its survey."""
    items = [item.id for item in setting.instrument.items]
    position = items.index(item_id)
    before = items[position - 1] if position else None
    after = items[position + 1] if position + 1 < len(items) else None
    return Place(position + 1, len(items), before, after)


def unbroken(words: str) -> str:
    """The words with no line break inside a telephone number."""
    return INSIDE_A_NUMBER.sub("\u00a0", words)


@contextmanager
def speaking(instrument: Instrument) -> Iterator[None]:
    """Our own words in the survey's language where we have them in it, or in the default one."""
    spoken = [str(locale) for locale in current_app.extensions["babel"].instance.list_translations()]
    with force_locale(negotiate_locale([instrument.language], spoken, sep="-") or "en"):
        yield


@lru_cache(maxsize=1024)
def _question_shell(setting: Setting, item_id: str, from_check: bool) -> Shell:
    item = setting.instrument.by_id[item_id]
    slots = {value: SLOT.format(f"tick:{value}") for value in _values(item)}
    with speaking(setting.instrument):
        return Shell(
            _render_question(
                setting,
                item,
                from_check,
                error="",
                ticks=slots,
                text=SLOT.format("text"),
                token=SLOT.format("csrf"),
            )
        )


def _render_question(setting: Setting, item: Item, from_check: bool, **values: object) -> str:
    place = place_of(setting, item.id)
    return _render(
        "question",
        setting,
        item=item,
        number=place.number,
        total=place.total,
        back_url=_back_url(setting.survey_slug, place.before, from_check),
        **values,
    )


def _back_url(survey: str, before: str | None, from_check: bool) -> str:
    if from_check:
        return url_for("respond.check", survey=survey)
    if before is None:
        return url_for("respond.start", survey=survey, back="yes")
    return url_for("respond.question", survey=survey, item_id=before)


def _render(name: str, setting: Setting, **values: object) -> str:
    return render_template(
        f"respond/{name}.html",
        survey=setting.survey_slug,
        council=setting.council,
        programme=setting.programme,
        instrument=setting.instrument,
        page_language=setting.instrument.language,
        help_words=unbroken(setting.instrument.help),
        exit_url=url_for("respond.leave", survey=setting.survey_slug),
        **values,
    )


def _values(item: Item) -> list[str]:
    return [*(option.id for option in item.options), DONT_KNOW_VALUE]
