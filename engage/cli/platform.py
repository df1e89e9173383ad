"""Commands that set the platform up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from engage.accounts import operations as accounts
from engage.accounts import queries as people
from engage.accounts.models import Role
from engage.cli.finding import find_programme, invite
from engage.database import MIGRATIONS, db, today
from engage.demo import steps as demonstration
from engage.demo.loading import SIGN_IN_WITH, list_sign_ins
from engage.demo.steps import Step
from engage.programmes import operations as programmes
from engage.programmes.library import read_library
from engage.programmes.slugs import make_slug

ROLES = [role.value for role in Role]


@click.command()
@with_appcontext
def upgrade() -> None:
    """Build the database, or bring it up to date.

    Safe to run again: what is up to date already is left alone.
    """
    flask_migrate.upgrade(directory=str(MIGRATIONS))


@click.command()
@click.option("--email", prompt="Email of the first administrator")
@click.option("--name", prompt="Name of the first administrator")
@click.option("--council", prompt="Name of the council")
@click.option("--contact", prompt="Email the public can write to")
@click.option("--programme", "title", prompt="Title of the programme")
@click.option("--library", default="alternative-provision", show_default=True, help="What the programme starts with.")
@click.option(
    "--starts-on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: str(today()),
    show_default="today",
    help="The day from which its phases are dated, such as 2031-05-01.",
)
@with_appcontext
def init(email: str, name: str, council: str, contact: str, title: str, library: str, starts_on: dt.datetime) -> None:
    """Start an empty platform: the first administrator, a council and a programme.

    Asks for what is not given as an option, and ends by printing a link with which the administrator chooses a
    password. Nothing made up is loaded.
    """
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    user = accounts.create_user(email=email, name=name)
    lead = programmes.create_council(slug=make_slug(council, "council"), name=council, email=contact)
    programme = programmes.create_programme(
        council=lead,
        title=title,
        slug=make_slug(title, "programme"),
        summary=f"{council} is asking people about {title}.",
        starting=read_library(library),
        starts_on=starts_on.date(),
    )
    for role in (Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER):
        accounts.grant_role(user=user, programme_id=programme.id, role=role)
    link = invite(user)
    db.session.commit()
    click.echo(f"{council} and “{title}” are ready: a draft that only its people see.")
    click.echo(f"{name} chooses a password here, within 7 days:\n  {link}")


@click.command("create-user")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--programme", "slug", required=True, help="The short name of the programme, as in its address.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given again.")
@with_appcontext
def create_user(email: str, name: str, slug: str, roles: tuple[str, ...]) -> None:
    """Give somebody an account and roles in a programme.

    Prints a link with which they choose a password; it works once, for seven days.
    """
    programme = find_programme(slug)
    user = people.find_user(email=email) or accounts.create_user(email=email, name=name)
    for role in roles:
        accounts.grant_role(user=user, programme_id=programme.id, role=Role(role))
    link = invite(user)
    db.session.commit()
    click.echo(f"{name} chooses a password here, within 7 days:\n  {link}")


@click.command()
@click.option("--unless-present", is_flag=True, help="Do nothing where it is loaded already.")
@with_appcontext
def demo(unless_present: bool) -> None:
    """Load the demonstration: the Bury 2026 programme, with made-up answers.

    Never for real people: it refuses where there is any other programme, or where ENGAGE_HTTPS is set. A loading that
    was stopped goes on where it was.
    """
    steps = demonstration.missing_steps()
    if not steps and not unless_present:
        raise click.ClickException("The demonstration is loaded already.")
    load_demonstration(steps)
    print_sign_ins()


def load_demonstration(steps: Sequence[Step]) -> None:
    """Load these steps and say so as it happens."""
    if steps and current_app.config["ENGAGE"].https:
        raise click.ClickException("ENGAGE_HTTPS is set: a platform for real people takes nothing made up.")
    demonstration.load_and_tell(steps)


def print_sign_ins() -> None:
    click.echo("Demonstration sign-ins, all with the password “" + SIGN_IN_WITH + "”:")
    for email, who in list_sign_ins():
        click.echo(f"  {email:34} {who}")


def start_demonstration() -> None:
    """Build the database and open the demonstration's surveys; the job behind the pages loads the rest."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    missing = demonstration.missing_steps()
    load_demonstration(missing[:1] if len(missing) == len(demonstration.list_steps()) else [])
    print_sign_ins()
    if missing:
        current_app.extensions["load_demonstration"]()
