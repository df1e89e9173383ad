"""The short address where what became of a survey's answers will be read: open to everyone, only a way there."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from engage.surveys.visiting import find

blueprint = Blueprint("short", __name__)


@blueprint.get("/r/<slug:survey>")
def result(survey: str) -> ResponseReturnValue:
    """Where it leads may change from council to council and year to year; what is printed on a card may not."""
    return redirect(f"{request.script_root}/p/{find(survey).programme_slug}/you-said-we-did")
