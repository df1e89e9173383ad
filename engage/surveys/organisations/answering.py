"""The pages that only organisations meet: for whom they answer, and what of it is commercially confidential."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.database import db
from engage.surveys import pages, responses
from engage.surveys.fields import show
from engage.surveys.instrument import Instrument, Item
from engage.surveys.models import AnswerState
from engage.surveys.organisations import operations, queries
from engage.surveys.organisations.forms import OrganisationForm
from engage.surveys.organisations.models import Consent
from engage.surveys.organisations.steps import first_question, is_organisation
from engage.surveys.respond import blueprint
from engage.surveys.responses import Visit
from engage.surveys.visiting import draft_of


@blueprint.get("/organisation")
def organisation(survey: str) -> ResponseReturnValue:
    visit = _draft_of(survey)
    said = queries.find_organisation(response_id=visit.draft_id)
    return _page(visit, OrganisationForm(data=queries.read_own(said) if said else None))


@blueprint.post("/organisation")
def say_organisation(survey: str) -> ResponseReturnValue:
    visit, form = _draft_of(survey), OrganisationForm()
    if request.form.get("action") == "skip":
        operations.leave_unsaid(response_id=visit.draft_id)
    elif form.validate():
        _say(visit, form)
    else:
        return _page(visit, form)
    db.session.commit()
    return redirect(first_question(visit))


@blueprint.get("/confidential")
def confidential(survey: str) -> ResponseReturnValue:
    """Every answer in words or figures that will be sent, each with a box to tick."""
    visit = _draft_of(survey)
    instrument = pages.setting_of(visit).instrument
    said = responses.list_answers(response_id=visit.draft_id)
    hidden = instrument.hidden(pages.given(said))
    given = [item for item in _markable(instrument) if item.id in said and item.id not in hidden]
    lines = {item: " ".join(show(item, said)) for item in given if said[item.id].state == AnswerState.ANSWERED}
    marked = queries.list_marked(response_id=visit.draft_id)
    back = url_for("respond.check", survey=survey)
    return pages.page("confidential", visit, lines=lines, marked=marked, back_url=back)


@blueprint.post("/confidential")
def mark_confidential(survey: str) -> ResponseReturnValue:
    visit = _draft_of(survey)
    known = {item.id for item in _markable(pages.setting_of(visit).instrument)}
    ticked = known & set(request.form.getlist("item"))
    operations.mark_confidential(response_id=visit.draft_id, item_ids=ticked)
    db.session.commit()
    return redirect(url_for("respond.check", survey=survey))


def _draft_of(survey: str) -> Visit:
    """A draft of a survey that organisations answer."""
    visit = draft_of(survey)
    return visit if is_organisation(visit) else abort(404)


def _markable(instrument: Instrument) -> Iterator[Item]:
    """Words and figures. A choice among a few is only ever counted."""
    return (item for item in instrument.items if item.is_open or item.number)


def _page(visit: Visit, form: OrganisationForm) -> str:
    back = url_for("respond.start", survey=visit.slug, back="yes")
    return pages.page("organisation", visit, form=form, back_url=back)


def _say(visit: Visit, form: OrganisationForm) -> None:
    operations.say_organisation(
        response_id=visit.draft_id,
        survey_id=visit.survey_id,
        name=form.name.data,
        consent=Consent(form.consent.data),
        contact_name=form.contact_name.data,
        contact_email=form.contact_email.data,
    )
