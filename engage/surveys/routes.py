"""The staff side of surveys: making them, their review, and their way into the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import groupby

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import DomainError, db, today
from engage.passages.covering import saved
from engage.programmes.models import Audience, Wave
from engage.saving import attempt, attempt_change, first_fault, stored_values, succeeds
from engage.surveys import operations, queries
from engage.surveys.forms import (
    OWN_DOCUMENT,
    CommentForm,
    CreateSurveyForm,
    DocumentForm,
    EditSurveyForm,
    item_form,
)
from engage.surveys.instrument import Item, fingerprint
from engage.surveys.library import find_instrument
from engage.surveys.models import Survey
from engage.web.access import guard, holds, only
from engage.web.forms import Form
from engage.web.navigation import offer

OFFICERS = (Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR)
REVIEWERS = (Role.REVIEWER, Role.WORKING_GROUP_MEMBER, *OFFICERS)
COUNTERS = (Role.ANALYST, *OFFICERS)

blueprint = Blueprint("surveys", __name__)
guard(blueprint, Role.ANALYST, *REVIEWERS)
offer(blueprint, position=20, label=_l("Surveys"), endpoint="list_surveys", also=("imports", "inviting"))


@blueprint.get("/staff/<programme>/surveys")
def list_surveys() -> ResponseReturnValue:
    surveys = queries.list_surveys(programme_id=g.programme.id)
    ids = [survey.id for survey in surveys]
    waves = [(wave, list(found)) for wave, found in groupby(surveys, key=lambda survey: survey.wave)]
    return render_template(
        "surveys/list_surveys.html",
        waves=waves,
        states={survey.id: queries.state_of(survey, today()) for survey in surveys},
        responses=queries.count_responses(ids),
        comments=queries.count_open_comments(ids),
        is_officer=holds(*OFFICERS),
        is_counter=holds(*COUNTERS),
    )


@blueprint.get("/staff/<programme>/responses")
@only(*COUNTERS)
def list_responses() -> ResponseReturnValue:
    tallies = queries.tally_responses(programme_id=g.programme.id, on=today())
    waves = [(wave, list(found)) for wave, found in groupby(tallies, key=lambda tally: tally.survey.wave)]
    return render_template("surveys/list_responses.html", waves=waves)


@blueprint.route("/staff/<programme>/new-survey", methods=["GET", "POST"])
@only(*OFFICERS)
def create_survey() -> ResponseReturnValue:
    form = CreateSurveyForm(data=_start_of_survey())
    form.offer_choices(g.programme)
    if survey := attempt(
        form,
        lambda: _create(form),
        lambda: [*operations.check_survey(**form.sound_values()), *form.find_document_faults()],
    ):
        return _done(survey, _("The survey is created. Read it through, then put it up for review"))
    return render_template("surveys/create_survey.html", form=form)


def _start_of_survey() -> dict[str, object]:
    """The days of the wave that goes on or comes next; two weeks from today where every wave is over."""
    if wave := next((each for each in g.programme.waves if each.ends_on >= today()), None):
        return {"wave": wave.id, "opens_on": wave.starts_on, "closes_on": wave.ends_on}
    return {"opens_on": today(), "closes_on": today() + dt.timedelta(days=13)}


def _create(form: CreateSurveyForm) -> Survey:
    own = form.instrument.data == OWN_DOCUMENT
    return operations.create_survey(
        wave=db.session.get_one(Wave, form.wave.data),
        audience=db.session.get_one(Audience, form.audience.data),
        slug=form.slug.data,
        title=form.title.data,
        document=form.read_document() if own else find_instrument(form.instrument.data, g.programme).document,
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
        author=current_user,
    )


@blueprint.get("/staff/<programme>/surveys/<survey_slug>")
def show_survey(survey_slug: str) -> ResponseReturnValue:
    return _show(_find(survey_slug))


def _show(survey: Survey, refused: str = "") -> ResponseReturnValue:
    return render_template(
        "surveys/show_survey.html",
        survey=survey,
        instrument=queries.instrument_at(survey),
        state=queries.state_of(survey, today()),
        days_left=queries.days_left(survey, today()),
        responses=queries.count_responses([survey.id])[survey.id],
        comments=queries.comments_by_item(survey),
        served=_names_served(),
        sha256=fingerprint(survey.document),
        has_correction=queries.has_correction(survey),
        can_be_commented=operations.can_be_commented(survey),
        is_officer=holds(*OFFICERS),
        is_reviewer=holds(*REVIEWERS),
        is_counter=holds(*COUNTERS),
        today=today(),
        refused=refused,
    )


def _names_served() -> dict[str, dict[str, str]]:
    """The names of the programme's lines of enquiry and specification sections by their slugs."""
    return {
        "kloes": {kloe.slug: kloe.title for kloe in g.programme.kloes},
        "sections": {section.slug: section.title for section in g.programme.sections},
    }


@blueprint.get("/staff/<programme>/surveys/<survey_slug>/document")
def download_document(survey_slug: str) -> ResponseReturnValue:
    survey = _find(survey_slug)
    headers = {"Content-Disposition": f'attachment; filename="{survey.slug}.toml"'}
    return Response(survey.document, mimetype="application/toml", headers=headers)


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/edit", methods=["GET", "POST"])
@only(*OFFICERS)
def edit_survey(survey_slug: str) -> ResponseReturnValue:
    survey = _find(survey_slug)
    form = EditSurveyForm(obj=survey)
    if attempt_change(
        form,
        stored_values(form, survey),
        lambda: operations.edit_survey(survey=survey, by=current_user, **form.values()),
        lambda: operations.check_dates(survey=survey, **form.sound_values()),
    ):
        return _done(survey, _("The title and dates are saved"))
    return render_template("surveys/edit_survey.html", form=form, survey=survey)


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/replace", methods=["GET", "POST"])
@only(*OFFICERS)
def replace_document(survey_slug: str) -> ResponseReturnValue:
    survey = _find(survey_slug)
    form = DocumentForm()
    if succeeds(
        form,
        lambda: operations.replace_document(survey=survey, document=form.read_document(), by=current_user),
        lambda: [*operations.check_replaceable(survey=survey), *form.find_document_faults()],
    ):
        return _done(survey, _("The new document is in place"))
    return render_template("surveys/replace_document.html", form=form, survey=survey)


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/items/<item_id>/edit", methods=["GET", "POST"])
@only(*OFFICERS)
def edit_item(survey_slug: str, item_id: str) -> ResponseReturnValue:
    survey = _find(survey_slug)
    item = _find_item(survey, item_id)
    form = item_form(item)
    if attempt_change(
        form,
        form.stored,
        lambda: operations.reword_item(survey=survey, item_id=item.id, words=form.words(), by=current_user),
        lambda: operations.check_words_can_change(survey=survey, by=current_user),
    ):
        return _done(survey, _("The words are saved"), anchor=item.id)
    return render_template("surveys/edit_item.html", form=form, survey=survey, item=item)


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/comment", methods=["GET", "POST"])
@blueprint.route("/staff/<programme>/surveys/<survey_slug>/items/<item_id>/comment", methods=["GET", "POST"])
@only(*REVIEWERS)
def write_comment(survey_slug: str, item_id: str | None = None) -> ResponseReturnValue:
    survey = _find(survey_slug)
    item = _find_item(survey, item_id) if item_id else None
    form = CommentForm()
    if comment := attempt(
        form,
        lambda: operations.write_comment(survey=survey, item_id=item_id, words=form.words.data, by=current_user),
        lambda: operations.check_comment(survey=survey),
    ):
        return _done(survey, saved(_("Your comment is saved"), comment.words), anchor=item_id)
    return render_template(
        "surveys/write_comment.html",
        form=form,
        survey=survey,
        item=item,
        comments=queries.comments_by_item(survey),
        is_officer=holds(*OFFICERS),
    )


@blueprint.post("/staff/<programme>/surveys/<survey_slug>/comments/<int(max=2147483647):comment_id>/resolve")
@only(*REVIEWERS)
def resolve_comment(survey_slug: str, comment_id: int) -> ResponseReturnValue:
    survey = _find(survey_slug)
    comment = queries.find_comment(survey_id=survey.id, comment_id=comment_id) or abort(404)
    if comment.author_id != current_user.id and not holds(*OFFICERS):
        abort(403)
    operations.resolve_comment(comment=comment, by=current_user)
    return _done(survey, _("The comment is settled"), anchor=comment.item_id)


@blueprint.post("/staff/<programme>/surveys/<survey_slug>/ask-for-review")
@only(*OFFICERS)
def ask_for_review(survey_slug: str) -> ResponseReturnValue:
    return _step(survey_slug, operations.ask_for_review, _("The survey is up for review"))


@blueprint.post("/staff/<programme>/surveys/<survey_slug>/approve")
@only(*REVIEWERS)
def approve_survey(survey_slug: str) -> ResponseReturnValue:
    seen = {"sha256": request.form.get("sha256", "")}
    return _step(survey_slug, operations.approve_survey, _("The survey is approved"), **seen)


@blueprint.post("/staff/<programme>/surveys/<survey_slug>/publish")
@only(*REVIEWERS)
def publish_correction(survey_slug: str) -> ResponseReturnValue:
    seen = {"sha256": request.form.get("sha256", "")}
    return _step(survey_slug, operations.publish_correction, _("The correction is published as a new edition"), **seen)


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/discard", methods=["GET", "POST"])
@only(*OFFICERS)
def discard_correction(survey_slug: str) -> ResponseReturnValue:
    """Asked once more: the words of the correction go for good."""
    if request.method == "POST":
        return _step(survey_slug, operations.discard_correction, _("The correction is discarded"))
    return render_template("surveys/discard_correction.html", survey=_find(survey_slug), form=Form())


@blueprint.post("/staff/<programme>/surveys/<survey_slug>/open")
@only(*OFFICERS)
def open_survey(survey_slug: str) -> ResponseReturnValue:
    return _step(survey_slug, operations.open_survey, _("The survey is open"), on=today())


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/close", methods=["GET", "POST"])
@only(*OFFICERS)
def close_survey(survey_slug: str) -> ResponseReturnValue:
    """What closing means for people who are answering, and the button that closes."""
    if request.method == "POST":
        done = _("The survey is closed. It can be reopened until its last day")
        return _step(survey_slug, operations.close_survey, done)
    survey = _find(survey_slug)
    unsent = queries.count_drafts(survey_id=survey.id)
    refusal = first_fault(operations.check_close(survey))
    return render_template("surveys/close_survey.html", survey=survey, form=Form(), unsent=unsent, refusal=refusal)


@blueprint.post("/staff/<programme>/surveys/<survey_slug>/reopen")
@only(*OFFICERS)
def reopen_survey(survey_slug: str) -> ResponseReturnValue:
    return _step(survey_slug, operations.reopen_survey, _("The survey is open again"), on=today())


def _step(survey_slug: str, operate: Callable[..., object], done: str, **facts: object) -> ResponseReturnValue:
    """Take one step of a survey's life, or show the survey with the reason why not."""
    survey = _find(survey_slug)
    try:
        operate(survey=survey, by=current_user, **facts)
    except DomainError as refused:
        return _show(survey, refused.message)
    return _done(survey, done)


def _done(survey: Survey, words: str, anchor: str | None = None) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    place = f"item-{anchor}" if anchor else None
    return redirect(url_for("surveys.show_survey", survey_slug=survey.slug, _anchor=place))


def _find(survey_slug: str) -> Survey:
    return queries.find_survey(slug=survey_slug, programme_id=g.programme.id) or abort(404)


def _find_item(survey: Survey, item_id: str) -> Item:
    return queries.instrument_at(survey).page_by_id.get(item_id) or abort(404)
