"""A clear page for everything that can go wrong; a form error for every broken rule of the domain."""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

WITH_A_PAGE = frozenset({400, 403, 404, 405, 413, 429, 500})


def show(error: HTTPException) -> ResponseReturnValue:
    code = error.code if error.code in WITH_A_PAGE else 500 if (error.code or 500) >= 500 else 400
    return render_template(f"errors/{code}.html"), error.code or 500


def show_stale_form(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/400.html", stale_form=True), 400


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(CSRFError, show_stale_form)
