"""Commands that bring answers in, code them and write them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from engage.cli.finding import find_programme, find_user
from engage.coding import operations as coding
from engage.database import db, now
from engage.reports import exports
from engage.safeguarding import stored, triage
from engage.safeguarding.listeners import reads_meaning
from engage.surveys.importing import operations as importing
from engage.surveys.importing import queries as imported
from engage.surveys.importing.mapping import Mapping
from engage.surveys.order import forget_order
from engage.surveys.queries import find_survey
from engage.surveys.returning import operations as returning


@click.command("import")
@click.argument("survey_slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="Email of the officer on whose behalf this is done.")
@click.option("--id-column", help="The column that tells people apart. Without it each row is another person.")
@click.option("--column", "columns", multiple=True, metavar="COLUMN=ITEM", help="What a column answers. Repeatable.")
@click.option("--item-column", help="The column that names the question, where one column holds all answers.")
@click.option("--answer-column", help="The column that holds the answer, with --item-column.")
@click.option("--item", "items", multiple=True, metavar="VALUE=ITEM", help="What a question in it is. Repeatable.")
@click.option("--leave-out-bad", is_flag=True, help="Store the rest when some cells are bad.")
@with_appcontext
def import_answers(survey_slug: str, file: Path, email: str, leave_out_bad: bool, **given: Any) -> None:
    """Import answers to a survey from a CSV file.

    Bad cells are listed by row and column, and nothing is stored until there are none or they are left out. The same
    file, or the same identifier, is never stored twice.
    """
    user, survey = find_user(email), find_survey(slug=survey_slug)
    if survey is None:
        raise click.ClickException(f"There is no survey “{survey_slug}”.")
    kept = importing.keep_file(survey=survey, uploader=user, name=file.name, content=file.read_bytes())
    importing.map_file(file=kept, mapping=read_mapping(**given))
    problems = imported.check_file(kept).problems
    for problem in problems:
        click.echo(f"Row {problem.row}, {problem.column}: {problem.reason}", err=True)
    done = importing.store_file(file=kept, leave_out_bad=leave_out_bad)
    db.session.commit()
    read_meaning()
    click.echo(f"Responses stored: {done.new}. Already there: {done.already}. Left out: {done.left_out}.")


def read_meaning() -> None:
    """Read what answers mean that wait for it, here: there may be no worker on this machine."""
    with tqdm(unit=" answers", leave=False) as bar:
        while read := triage.read_answers():
            db.session.commit()
            bar.update(read)
    db.session.commit()


def read_mapping(
    *,
    id_column: str | None,
    columns: tuple[str, ...],
    item_column: str | None,
    answer_column: str | None,
    items: tuple[str, ...],
) -> Mapping:
    """The mapping that the options say."""
    return Mapping(
        id_column=id_column,
        columns=read_pairs(columns),
        item_column=item_column,
        answer_column=answer_column,
        items=read_pairs(items),
    )


def read_pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    """LEFT=RIGHT, split at the last equals sign, so that a question may hold one."""
    split = [pair.rpartition("=") for pair in pairs]
    if unsplit := [right for left, _, right in split if not left]:
        raise click.BadParameter(f"“{unsplit[0]}” is not of the form NAME=ITEM")
    return {left: right for left, _, right in split}


@click.command()
@click.argument("slug", metavar="PROGRAMME")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Read on a Dask scheduler's workers; “local”: all processors here."
)
@with_appcontext
def code(slug: str, scheduler: str | None) -> None:
    """Let the machine suggest codes for every answer of a PROGRAMME that nobody holds.

    It learns from what people have confirmed so far. People's own codings are never changed. Where nothing else is
    asked for, answers are read where ENGAGE_SCHEDULER says, or in this process.
    """
    programme, where = find_programme(slug), scheduler or current_app.config["ENGAGE"].scheduler
    with tqdm(unit=" excerpts", leave=False) as bar:
        done = coding.suggest_codes(programme_id=programme.id, progress=bar.update, scheduler=where)
    db.session.commit()
    click.echo(f"{done.excerpts} excerpts read, {done.suggestions} codes suggested.")


@click.command()
@click.argument("slug", metavar="PROGRAMME")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export(slug: str, folder: Path) -> None:
    """Write a PROGRAMME's answers, codes and coding frame to CSV files in FOLDER.

    What the safeguarding lead holds is left out, rows are shuffled, and nothing in them says who sent what when.
    """
    programme = find_programme(slug)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in exports.export_tables(programme_id=programme.id).items():
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")
        click.echo(f"{folder / name}.csv: {len(table)} rows")


@click.command("triage")
@with_appcontext
def triage_notes() -> None:
    """Triage what staff wrote before it was triaged: notes of meetings and comments on surveys.

    What may be worrying is then on hold for the safeguarding lead, and all else stays as it is. Safe to run again, and
    to stop: what was read is stored as it goes.
    """
    held = 0
    with tqdm(stored.list_meetings_and_surveys(), unit=" meetings and surveys", leave=False) as waiting:
        for kind, row_id in waiting:
            held += stored.triage_stored(kind=kind, row_id=row_id, by_meaning=reads_meaning())
            db.session.commit()
    click.echo(f"Paragraphs put on hold: {held}.")


@click.command()
@with_appcontext
def tidy() -> None:
    """Forget what has had its time; `serve` does it by itself.

    Answers that were never sent go a day after their survey closed, and receipts two weeks after. While no survey is
    open, PostgreSQL is made to forget in which order answers came. Safe to run again.
    """
    tidied = returning.tidy(at=now())
    db.session.commit()
    forget_order()
    click.echo(f"{tidied.drafts} unsent answers deleted, {tidied.receipts} receipts forgotten.")
