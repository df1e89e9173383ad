"""How far those who coded the same answers agree: people with each other, and the machine with each of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role
from engage.analysis.agreement import ALL, LEAST_APPLIED, LEAST_EXCERPTS, agreement, confusion, pairs
from engage.coding import comparing, queries
from engage.coding.comparing import MACHINE, Compared
from engage.web.access import guard
from engage.web.spreadsheets import csv_download

blueprint = Blueprint("coding_agreement", __name__)
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)

READINGS: dict[str, LazyString] = {
    "good": _l("Good"),
    "tentative": _l("Tentative"),
    "poor": _l("Poor"),
    "too little to tell": _l("Too little to tell"),
}
# The reasons of engage.analysis.agreement by how they begin.
REASONS: dict[str, LazyString] = {
    "Fewer than two coders": _l("fewer than two have read the same answers"),
    f"Fewer than {LEAST_EXCERPTS} excerpts": _l("fewer than %(least)s answers were read by two", least=LEAST_EXCERPTS),
    f"Fewer than {LEAST_APPLIED} verdicts": _l("too rare, or too common, among these answers"),
    "The interval": _l("it could be anything from fair to very good"),
}
CONFUSED = 10

Line = dict[str, Any]


class Pair(NamedTuple):
    """Two coders: who, how many answers both read, what they reach, and where their codes are shown."""

    names: str
    excerpts: int
    share: str
    kappa: str
    address: str
    is_shown: bool


@blueprint.get("/staff/<programme>/coding/agreement")
def show_agreement() -> ResponseReturnValue:
    compared = comparing.read_compared(g.programme.id)
    chosen = _chosen(compared)
    verdicts = comparing.among(compared.verdicts, chosen)
    told = agreement(verdicts) if len(verdicts) else None
    codes = {code.slug: code.name for code in queries.list_codes(g.programme.id)}
    return render_template(
        "coding_agreement/show_agreement.html",
        who=_names(chosen, compared.names),
        whole=_whole(told),
        rows=[_row(codes.get(line["code"], ""), line) for line in _by_code(told)],
        confused=_confused(verdicts, codes),
        pairs=_pairs(compared, chosen),
        between=",".join(chosen),
        has_machine=MACHINE in chosen,
    )


@blueprint.get("/staff/<programme>/coding/agreement.csv")
def download_agreement() -> ResponseReturnValue:
    """The figures of one comparison by code, all of them, in full."""
    compared = comparing.read_compared(g.programme.id)
    chosen = _chosen(compared)
    told = agreement(comparing.among(compared.verdicts, chosen))
    told.insert(0, "between", str(_names(chosen, compared.names)))
    return csv_download(told, f"{g.programme.slug}-agreement")


def _chosen(compared: Compared) -> list[str]:
    """The coders that the address names; else all people, or with only one of them that one and the machine."""
    known = [*compared.names, MACHINE]
    asked = [coder for coder in dict.fromkeys(request.args.get("between", "").split(",")) if coder in known]
    if len(asked) > 1:
        return asked
    people = list(compared.names)
    return people if len(comparing.among(compared.verdicts, people)) else [*people[:1], MACHINE]


def _names(coders: list[str], names: dict[str, str]) -> str:
    *others, last = [names.get(coder) or _("the machine") for coder in coders]
    return str(_("%(others)s and %(last)s", others=", ".join(others), last=last) if others else last)


def _by_code(told: pd.DataFrame | None) -> list[Line]:
    return [] if told is None else _lines(told[told["code"] != ALL])


def _whole(told: pd.DataFrame | None) -> dict[str, str] | None:
    """All codes together, in words; none where nobody has read what another has."""
    if told is None:
        return None
    line = _lines(told[told["code"] == ALL])[0]
    words = {"share": _per_cent(line["share"]), "kappa": _range(line, "kappa"), "alpha": _range(line, "alpha")}
    return {**words, "excerpts": str(line["excerpts"]), "reading": _reading(line)}


def _row(name: str, line: Line) -> list[str]:
    numbers = [str(line["excerpts"]), str(line["applied"]), _per_cent(line["share"])]
    return [name, *numbers, _range(line, "kappa"), _range(line, "alpha"), _reading(line)]


def _reading(line: Line) -> str:
    words = str(READINGS[line["reading"]])
    why = next((str(reason) for start, reason in REASONS.items() if line["reason"].startswith(start)), "")
    return f"{words}: {why}" if why else words


def _confused(verdicts: pd.DataFrame, codes: dict[str, str]) -> list[list[str]]:
    """The codes most often taken for each other, each two once."""
    each_two = {frozenset((line["code"], line["other"])): line for line in reversed(_lines(confusion(verdicts)))}
    first = sorted(each_two.values(), key=lambda line: (-line["confused"], line["code"]))[:CONFUSED]
    return [
        [
            codes[line["code"]],
            codes[line["other"]],
            str(line["confused"]),
            _("%(part)s of %(all)s", part=line["confused"], all=line["disagreements"]),
        ]
        for line in first
    ]


def _pairs(compared: Compared, chosen: list[str]) -> list[Pair]:
    found = pairs(compared.verdicts)
    return [
        Pair(
            _names([line["coder"], line["other"]], compared.names),
            line["excerpts"],
            _per_cent(line["share"]),
            _decimals(line["kappa"]),
            url_for(".show_agreement", between=f"{line['coder']},{line['other']}"),
            {line["coder"], line["other"]} == set(chosen),
        )
        for line in _lines(found[found["excerpts"] > 0])
    ]


def _lines(table: pd.DataFrame) -> list[Line]:
    return [{str(name): cell for name, cell in line.items()} for line in table.to_dict("records")]


def _range(line: Line, measure: str) -> str:
    """0.71 (0.60 to 0.80)."""
    value, low, high = (_decimals(line[f"{measure}{end}"]) for end in ("", "_low", "_high"))
    if not (value and low):
        return value or str(_("cannot be told"))
    return str(_("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high))


def _decimals(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}"


def _per_cent(value: float) -> str:
    return "" if pd.isna(value) else f"{100 * value:.0f}%"
