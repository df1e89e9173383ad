"""The pages of a survey. What depends only on the instrument and the council is rendered once; a request fills in
its token and the stored answer."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple, cast

from babel import negotiate_locale
from flask import current_app, render_template, request, url_for
from flask_babel import force_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from engage.surveys import fields
from engage.surveys.conditions import Given
from engage.surveys.fields import Sent
from engage.surveys.instrument import Instrument, Item
from engage.surveys.models import AnswerState
from engage.surveys.responses import Said, Unasked, Visit, load_instrument
from engage.surveys.telephones import with_telephones

# Private-use characters: no keyboard types them, and Jinja leaves them as they are.
SLOT = "\ue000{}\ue001"
SLOTS = re.compile("\ue000([^\ue001]*)\ue001")


class CouncilShown(NamedTuple):
    slug: str
    name: str
    ink: str
    email: str
    phone: str


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
    """A page comes with or after the number-th question of total, between two others (by id), or at an end."""

    number: int
    total: int
    before: str | None
    after: str | None


class Slots:
    """Stands for what somebody answered, while a page is rendered that is to be filled in for each person."""

    def words(self, place: str) -> str:
        """What is written in a box."""
        return SLOT.format(place)

    def tick(self, place: str, value: str) -> str:
        """The attribute that ticks a value, or nothing."""
        return SLOT.format(f"{place}={value}")

    def pick(self, place: str, rank: int, value: str) -> str:
        """The attribute that picks a value in the rank-th of several lists (from nought), or nothing."""
        return SLOT.format(f"{place}:{rank}={value}")


class Filled(Slots):
    """What a form holds already."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent

    def words(self, place: str) -> str:
        return fields.tidy(self.sent.get(place, []))

    def tick(self, place: str, value: str) -> str:
        return "checked" if value in self.sent.get(place, ()) else ""

    def pick(self, place: str, rank: int, value: str) -> str:
        return "selected" if self.sent.get(place, [])[rank : rank + 1] == [value] else ""


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
        CouncilShown(
            visit.council_slug, visit.council_name, visit.council_ink, visit.council_email, visit.council_phone
        ),
        ProgrammeShown(visit.programme_slug, visit.programme_title, visit.is_demonstration),
        request.script_root,
    )


def question(visit: Visit, item: Item, said: Mapping[str, Said], *, from_check: bool) -> str:
    """The page of one item, with what was answered before (see `needs_answers`)."""
    setting = setting_of(visit)
    values = _values(fields.sent_before(item, said))
    values["csrf"] = generate_csrf()
    return _question_shell(setting, item.id, from_check, place_of(setting, item.id, said)).fill(values)


def refused_question(
    visit: Visit, item: Item, said: Mapping[str, Said], *, from_check: bool, sent: Sent, error: fields.Unacceptable
) -> str:
    """The page of one item again, with what was sent and why it cannot be."""
    setting = setting_of(visit)
    with speaking(setting.instrument):
        return _render_question(
            setting,
            item,
            from_check,
            place_of(setting, item.id, said),
            error=str(error.words),
            error_place=error.place,
            filling=Filled(sent),
            token=generate_csrf(),
        )


def kept_page(name: str, visit: Visit, own: Mapping[str, str], **values: Hashable) -> str:
    """A page that is the same for everyone but for `own`, words by name: rendered once for each set of `values`."""
    shell = _page_shell(name, setting_of(visit), tuple(own), tuple(values.items()))
    return shell.fill({name: str(escape(words)) for name, words in own.items()})


def page(name: str, visit: Visit, **values: object) -> str:
    """Any other page of a survey, in its language."""
    setting = setting_of(visit)
    with speaking(setting.instrument):
        return _render(name, setting, **values)


def preview_item(item: Item, *, heading: str = "h3") -> Markup:
    """An item as respondents see it, its controls switched off, to stand among others on a staff page."""
    macros = vars(current_app.jinja_env.get_template("macros/choices.html").module)
    return cast(Markup, macros["preview"](item, Filled({}), heading))


def needs_answers(setting: Setting, item: Item) -> bool:
    """Whether the page of an item hangs on more than the one answer under its own id."""
    return setting.instrument.is_routed or len(item.parts) != 1


def given(said: Mapping[str, Said]) -> Given:
    """What routing looks at: the options of every item that has an answer."""
    return {item_id: one.options or () for item_id, one in said.items() if one.state == AnswerState.ANSWERED}


def unasked(instrument: Instrument) -> Unasked | None:
    """Tells of a response's answers which the route of that response does not ask for; nothing where all are asked."""
    return (lambda said: instrument.hidden(given(said)) & said.keys()) if instrument.is_routed else None


def is_asked(setting: Setting, item: Item, said: Mapping[str, Said]) -> bool:
    """Whether a person with these answers is shown the page."""
    instrument = setting.instrument
    return not instrument.is_routed or any(page is item for page in instrument.route(given(said)))


def follow_up_of(setting: Setting, item: Item, said: Mapping[str, Said]) -> str | None:
    """The next page that is asked because of an answer given on this one, and has none yet."""
    further = setting.instrument.follow_ups(item, given(said))
    return next((page.id for page in further if not any(part.id in said for part in page.parts)), None)


def place_of(setting: Setting, item_id: str, said: Mapping[str, Said]) -> Place:
    """Where a page stands among those that a person with these answers is asked; what their route hides stands where
    it would be."""
    if not setting.instrument.is_routed:
        return _fixed_place(setting, item_id)
    asked = {page.id for page in setting.instrument.route(given(said))}
    return _place([page for page in setting.instrument.pages if page.id in asked or page.id == item_id], item_id)


@lru_cache(maxsize=1024)
def _fixed_place(setting: Setting, item_id: str) -> Place:
    return _place(setting.instrument.pages, item_id)


def _place(pages: Sequence[Item], item_id: str) -> Place:
    ids = [page.id for page in pages]
    at = ids.index(item_id)
    number = sum(bool(page.parts) for page in pages[: at + 1])
    total = sum(bool(page.parts) for page in pages)
    return Place(number, total, ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)


@contextmanager
def speaking(instrument: Instrument) -> Iterator[None]:
    """Our own words in the survey's language where we have them in it, or in the default one."""
    spoken = [str(locale) for locale in current_app.extensions["babel"].instance.list_translations()]
    with force_locale(negotiate_locale([instrument.language], spoken, sep="-") or "en"):
        yield


@lru_cache(maxsize=1024)
def _question_shell(setting: Setting, item_id: str, from_check: bool, place: Place) -> Shell:
    item = setting.instrument.page_by_id[item_id]
    with speaking(setting.instrument):
        html = _render_question(
            setting, item, from_check, place, error="", error_place="", filling=Slots(), token=SLOT.format("csrf")
        )
    return Shell(html)


@lru_cache(maxsize=256)
def _page_shell(name: str, setting: Setting, own: tuple[str, ...], values: tuple[tuple[str, Hashable], ...]) -> Shell:
    slots = {name: SLOT.format(name) for name in own}
    with speaking(setting.instrument):
        return Shell(_render(name, setting, **slots, **dict(values)))


def _render_question(setting: Setting, item: Item, from_check: bool, place: Place, **values: object) -> str:
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
        help_words=with_telephones(setting.instrument.help),
        exit_url=url_for("respond.leave", survey=setting.survey_slug),
        **values,
    )


def _values(sent: Sent) -> dict[str, str]:
    """What fills the slots of a page for a form that would send this."""
    values: dict[str, str] = {}
    for place, chosen in sent.items():
        values[place] = str(escape(" ".join(chosen)))
        for rank, value in enumerate(chosen):
            values[f"{place}={value}"] = "checked"
            values[f"{place}:{rank}={value}"] = "selected"
    return values
