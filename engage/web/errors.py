"""A clear page for everything that can go wrong; a form error for every broken rule of the domain."""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engage.web.typed import typed_by_staff

WITH_A_PAGE = frozenset({400, 403, 404, 405, 413, 429, 500})
# Where the form itself was understood. What it was about may be gone (404), and so may the sender's role (403).
KEEPS_WORDS = frozenset({403, 404, 500})


def show(error: HTTPException) -> ResponseReturnValue:
    code = error.code if error.code in WITH_A_PAGE else 500 if (error.code or 500) >= 500 else 400
    typed = typed_by_staff() if code in KEEPS_WORDS else None
    if typed and code == 404:
        return render_template("errors/410.html", typed=typed), 410
    return render_template(f"errors/{code}.html", typed=typed), error.code or 500


def show_stale_form(_error: CSRFError) -> ResponseReturnValue:
    """The session has ended, or its key has changed: it cannot be told whether the sender meant to send this."""
    return render_template("errors/400.html", stale_form=True, typed=typed_by_staff()), 400


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(CSRFError, show_stale_form)
