"""What commands look up, and how a broken rule is told at the command line."""

from __future__ import annotations

from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from engage.accounts import operations, queries
from engage.accounts.models import LinkPurpose, User
from engage.database import DomainError
from engage.programmes.models import Programme
from engage.programmes.queries import find_programme as find
from engage.programmes.queries import list_programmes


class Commands(click.Group):
    """Commands that say a broken rule, or a database that isn't there, in words rather than a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as problem:
            raise click.ClickException(problem.message) from problem
        except (OperationalError, ProgrammingError) as problem:
            raise click.ClickException(
                "The database can't be used. Check ENGAGE_DATABASE_URL, and build the tables with: engage upgrade"
            ) from problem


def find_programme(slug: str) -> Programme:
    """The programme with this short name; else an error that names those there are."""
    programme = find(slug=slug)
    if programme is None:
        known = ", ".join(each.slug for each in list_programmes()) or "none yet"
        raise click.ClickException(f"There is no programme “{slug}”. There are: {known}.")
    return programme


def find_user(email: str) -> User:
    user = queries.find_user(email=email)
    if user is None:
        raise click.ClickException(f"Nobody has an account with the email “{email}”.")
    return user


def invite(user: User) -> str:
    """The address at which the person chooses a password, once."""
    token = operations.issue_link(user=user, purpose=LinkPurpose.INVITATION)
    start = current_app.config["ENGAGE"].base_url or "http://127.0.0.1:8000"
    return f"{start.rstrip('/')}/link/{token}"
