"""The `engage` command: what an IT officer runs."""

from __future__ import annotations

import click

from engage.cli import answers, platform, serving
from engage.cli.finding import Commands

__all__ = ["commands"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Run Engage: set it up, load answers, code them and serve the pages.

    Settings come from the environment, such as ENGAGE_DATABASE_URL; see docs/settings.md.
    """


for command in (
    platform.init,
    platform.upgrade,
    platform.create_user,
    platform.demo,
    answers.import_answers,
    answers.code,
    answers.export,
    answers.tidy,
    answers.triage_notes,
    serving.serve,
    serving.work,
):
    commands.add_command(command)
