"""Accounts: people who sign in, their roles in each programme, and the audit trail."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager

from engage.accounts import people, queries, routes, words

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    login = LoginManager(app)
    login.login_view = "accounts.sign_in"
    login.login_message = _l("Sign in to open this page")
    login.user_loader(queries.load_user)
    app.add_template_filter(words.role_words)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(people.blueprint)
