"""The application: settings, extensions and every room's blueprints."""

from __future__ import annotations

from flask import Flask
from flask.cli import ScriptInfo
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from engage import accounts, cli, coding, demo, forums, home, jobs, passages, programmes, reports, safeguarding, surveys
from engage.config import Settings
from engage.database import MIGRATIONS, db
from engage.web import assets, errors, filters, navigation, security, sessions, templating

# Lowest first: a room's listeners hear the rooms below it.
ROOMS = (accounts, passages, programmes, surveys, forums, safeguarding, coding, reports, home, demo)


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application for `settings` (read from the environment where none are given)."""
    app = Flask(__name__)
    app.config.from_mapping((settings or Settings()).flask())
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
    Babel(app)
    CSRFProtect(app)
    for part in (templating, filters, navigation, assets, sessions, security, errors, jobs, *ROOMS):
        part.init_app(app)
    if hops := app.config["ENGAGE"].proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def main() -> None:
    """The `engage` command."""
    cli.commands(obj=ScriptInfo(create_app=create_app))
