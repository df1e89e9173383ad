"""Jinja: where templates come from, and that an undefined variable may be tested but never printed."""

from __future__ import annotations

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, Undefined


class Unprintable(Undefined):
    """Not there: may be asked whether it is (GOV.UK's macros do), but never printed."""

    def __str__(self) -> str:
        self._fail_with_undefined_error()


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = Unprintable
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("engage"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    WTFormsHelpers(app)
