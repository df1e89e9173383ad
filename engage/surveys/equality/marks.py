"""The mark that lets a browser answer the questions about the person once. Nothing of the response is in it."""

from __future__ import annotations

import uuid

from flask import session, url_for

from engage.surveys import pages
from engage.surveys.responses import Visit
from engage.surveys.visiting import read_id


def after_sending(visit: Visit) -> str:
    """Where a person goes who has just sent their answers: to the questions about them, where the survey has any."""
    if pages.setting_of(visit).instrument.about_you is None:
        return url_for("respond.done", survey=visit.slug)
    session[_key(visit.slug)] = uuid.uuid4().hex
    return url_for("respond.about_you", survey=visit.slug)


def has_mark(survey: str) -> bool:
    return _key(survey) in session


def take_mark(survey: str) -> uuid.UUID | None:
    """The mark of this browser, which is then forgotten."""
    return read_id(session.pop(_key(survey), None))


def _key(survey: str) -> str:
    return f"about:{survey}"
