"""What leaves for other tools: answers, codings and the coding frame as tables, without who or when."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator

import pandas as pd
from sqlalchemy import select

from engage.coding import queries as coding
from engage.database import db
from engage.programmes.models import Audience, Wave
from engage.safeguarding.queries import on_hold
from engage.surveys.editions import read_edition
from engage.surveys.instrument import Item
from engage.surveys.models import Answer, Response, Survey, SurveyEdition
from engage.surveys.organisations.queries import is_confidential
from engage.web.spreadsheets import neutralised

ANSWER_COLUMNS = ["wave", "survey", "audience", "response", "item_id", "question", "state", "options", "text", "help"]
CODING_COLUMNS = ["wave", "response", "item_id", "code", "name", "coded_by", "sentiment", "mixed"]
FRAME_COLUMNS = ["code", "name", "definition", "use_when", "not_when", "examples", "section", "kloe"]

Numbers = dict[uuid.UUID, int]


def export_tables(*, programme_id: int) -> dict[str, pd.DataFrame]:
    """`answers`, `codings` and `frame` of a programme, ready to be written as CSV.

    Submitted responses only; answers on hold are left out. Responses are shuffled and numbered anew at each export,
    so a number says nothing of when a response came, and is the same person only within one export.
    """
    numbers = _shuffled_numbers(programme_id)
    tables = {
        "answers": pd.DataFrame(_answers(programme_id, numbers), columns=ANSWER_COLUMNS),
        "codings": pd.DataFrame(_codings(programme_id, numbers), columns=CODING_COLUMNS),
    }
    tables = {name: table.sort_values(["response", "item_id"], kind="stable") for name, table in tables.items()}
    tables["frame"] = pd.DataFrame(_frame(programme_id), columns=FRAME_COLUMNS)
    return {name: table.map(neutralised).reset_index(drop=True) for name, table in tables.items()}


def _shuffled_numbers(programme_id: int) -> Numbers:
    query = select(Response.id).join(Response.survey).join(Survey.wave)
    query = query.where(Wave.programme_id == programme_id, Response.submitted_on.is_not(None))
    found = list(db.session.scalars(query.order_by(Response.id)))
    secrets.SystemRandom().shuffle(found)
    return {response_id: number for number, response_id in enumerate(found, start=1)}


def _answers(programme_id: int, numbers: Numbers) -> Iterator[tuple[object, ...]]:
    items = _items(programme_id)
    query = (
        select(Answer, Response.edition_id, Response.help, Survey.slug, Audience.name, Wave.title)
        .join(Answer.response)
        .join(Response.survey)
        .join(Survey.audience)
        .join(Survey.wave)
        .where(Wave.programme_id == programme_id, Response.submitted_on.is_not(None), ~on_hold(Answer.id))
        .where(~is_confidential(Answer.id))
        .order_by(Answer.id)
    )
    for answer, edition_id, helped, survey, audience, wave in db.session.execute(query):
        item = items[edition_id, answer.item_id]
        chosen = "; ".join(item.option_label(option) for option in answer.options or ())
        who, asked = (wave, survey, audience, numbers[answer.response_id]), (item.id, item.question)
        yield *who, *asked, answer.state, chosen, answer.text or "", helped or ""


def _items(programme_id: int) -> dict[tuple[int, str], Item]:
    query = select(SurveyEdition).join(Survey).join(Wave).where(Wave.programme_id == programme_id)
    editions = db.session.scalars(query.order_by(SurveyEdition.id))
    return {(edition.id, item.id): item for edition in editions for item in read_edition(edition).items}


def _codings(programme_id: int, numbers: Numbers) -> Iterator[tuple[object, ...]]:
    names = {code.slug: code.name for code in coding.list_codes(programme_id)}
    waves = select(Wave).where(Wave.programme_id == programme_id).order_by(Wave.number)
    for wave in db.session.scalars(waves).all():
        items = _item_of_answer(wave.id)
        for found in coding.effective_codings(wave.id):
            coder = "person" if found.by_person else "machine"
            where = (wave.title, numbers[found.response_id], items[found.answer_id])
            felt = (found.sentiment, "yes" if found.is_mixed else "")
            yield *where, found.code_slug, names[found.code_slug], coder, *felt


def _item_of_answer(wave_id: int) -> dict[uuid.UUID, str]:
    query = select(Answer.id, Answer.item_id).join(Answer.response).join(Response.survey)
    query = query.where(Survey.wave_id == wave_id, Answer.text.is_not(None)).order_by(Answer.id)
    return dict(db.session.execute(query).all())


def _frame(programme_id: int) -> list[tuple[str, ...]]:
    return [
        (
            code.slug,
            code.name,
            code.definition,
            code.use_when,
            code.not_when,
            code.examples,
            code.section.slug if code.section else "",
            code.kloe.slug if code.kloe else "",
        )
        for code in coding.list_codes(programme_id)
    ]
