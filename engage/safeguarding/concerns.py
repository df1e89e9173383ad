"""Anyone who reads answers, or what staff wrote, can tell the safeguarding lead of what worries them; it is on hold
from that moment."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.forums.queries import find_meeting
from engage.safeguarding import operations, queries
from engage.safeguarding.forms import ConcernAboutNotesForm, ConcernForm
from engage.safeguarding.notes import Paragraph, list_paragraphs, notes_of_meeting, notes_of_survey
from engage.saving import succeeds
from engage.surveys.editions import question_of
from engage.surveys.queries import find_survey
from engage.web.access import guard, may_open, only

blueprint = Blueprint("concerns", __name__)
# Who may open the page that the words stand on, may raise them.
guard(blueprint, *Role)


@blueprint.route("/staff/<programme>/concerns/<uuid:answer_id>", methods=["GET", "POST"])
@only(Role.ANALYST, Role.COMMISSIONING_OFFICER)
def raise_concern(answer_id: uuid.UUID) -> ResponseReturnValue:
    """The page says which question the answer was to, not the words: not all who come here may read them whole."""
    answer = queries.find_answer(g.programme.id, answer_id) or abort(404)
    form = ConcernForm()
    if succeeds(
        form,
        lambda: operations.raise_concern(
            answer=answer, raiser=current_user, note=form.note.data or "", programme_id=g.programme.id
        ),
    ):
        db.session.commit()
        return redirect(url_for(".show_raised"))
    return render_template("concerns/raise_concern.html", form=form, question=question_of(answer))


@blueprint.route("/staff/<programme>/concerns/meetings/<int(max=2147483647):meeting_id>", methods=["GET", "POST"])
def raise_about_meeting(meeting_id: int) -> ResponseReturnValue:
    if not may_open("forums.show_meeting"):
        abort(403)
    meeting = find_meeting(programme_id=g.programme.id, meeting_id=meeting_id) or abort(404)
    back = url_for("forums.show_meeting", meeting_id=meeting.id)
    return _raise_about(list_paragraphs(notes_of_meeting(meeting)), meeting.title, back)


@blueprint.route("/staff/<programme>/concerns/surveys/<survey_slug>", methods=["GET", "POST"])
def raise_about_comment(survey_slug: str) -> ResponseReturnValue:
    if not may_open("surveys.show_survey"):
        abort(403)
    survey = find_survey(slug=survey_slug, programme_id=g.programme.id) or abort(404)
    back = url_for("surveys.show_survey", survey_slug=survey.slug)
    return _raise_about(list_paragraphs(notes_of_survey(survey)), survey.title, back)


def _raise_about(paragraphs: list[Paragraph], title: str, back: str) -> ResponseReturnValue:
    """The page shows every paragraph that may be read on the page it came from; one of them is chosen."""
    form = ConcernAboutNotesForm()
    form.offer(paragraphs)
    if succeeds(
        form,
        lambda: operations.raise_concern_about_notes(
            paragraph=next(each for each in paragraphs if each.name == form.paragraph.data),
            raiser=current_user,
            note=form.note.data or "",
            programme_id=g.programme.id,
        ),
    ):
        db.session.commit()
        return redirect(url_for(".show_raised"))
    return render_template("concerns/raise_about_notes.html", form=form, title=title, back_url=back)


@blueprint.get("/staff/<programme>/concerns/raised")
def show_raised() -> ResponseReturnValue:
    return render_template("concerns/show_raised.html")
