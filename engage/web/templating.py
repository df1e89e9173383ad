"""Jinja: where templates come from, and that an undefined variable may be tested but never printed."""

from __future__ import annotations

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined, Undefined


class Unprintable(StrictUndefined):
    """Not there: may be asked whether it is (GOV.UK's macros do), but never printed or reached into."""

    __bool__ = Undefined.__bool__
    __eq__ = Undefined.__eq__
    __ne__ = Undefined.__ne__
    __hash__ = Undefined.__hash__
    __iter__ = Undefined.__iter__
    __len__ = Undefined.__len__


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
