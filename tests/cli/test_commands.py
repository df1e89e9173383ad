from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from distributed import LocalCluster
from flask import Flask
from flask.cli import ScriptInfo

from engage.accounts.models import Role
from engage.accounts.queries import find_user
from engage.cli import commands
from engage.coding.models import Coding
from engage.coding.operations import store_frame
from engage.database import db
from engage.programmes.models import Programme
from engage.programmes.queries import find_programme, list_programmes
from engage.surveys.models import Response
from tests.builders import make_programme, make_survey, make_user
from tests.demonstration import Demonstration
from tests.pages import PageClient

INIT = (
    "--email",
    "Officer@testham.example",
    "--name",
    "Head of commissioning",
    "--council",
    "Testham Council",
    "--contact",
    "hello@testham.example",
    "--programme",
    "Alternative Provision 2026",
)


def run(app: Flask, *words: object) -> Result:
    told = CliRunner().invoke(commands, [str(word) for word in words], obj=ScriptInfo(create_app=lambda: app))
    db.session.expire_all()
    return told


def link_in(told: Result) -> str:
    return told.output.split()[-1].removeprefix("http://127.0.0.1:8000")


def test_init_starts_an_empty_platform_whose_administrator_chooses_a_password(client: PageClient, app: Flask) -> None:
    told = run(app, "init", *INIT)
    programme = find_programme(slug="alternative-provision-2026")
    assert programme is not None
    assert len(programme.sections) == 19
    page = client.get(link_in(told)).submit(password="four words long enough")
    assert page.messages == ["You are signed in"]


def test_the_first_administrator_runs_the_programme_too(app: Flask) -> None:
    run(app, "init", *INIT)
    user = find_user(email="officer@testham.example")
    assert user is not None
    assert user.roles_in(list_programmes()[0].id) == {Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER}


def test_init_twice_says_who_is_there_already(app: Flask) -> None:
    run(app, "init", *INIT)
    told = run(app, "init", *INIT)
    assert told.exit_code == 1
    assert "Someone already has an account with this email" in told.output


def test_create_user_prints_a_link_that_works_once(client: PageClient, app: Flask) -> None:
    make_programme()
    told = run(
        app,
        "create-user",
        "a@testham.example",
        "--name",
        "A",
        "--programme",
        "alternative-provision",
        "--role",
        "analyst",
    )
    client.get(link_in(told)).submit(password="four words long enough")
    assert client.get(link_in(told)).messages == ["This link has been used or is out of date. Ask for a new one"]


def test_an_unknown_programme_is_said_with_those_there_are(app: Flask) -> None:
    make_programme()
    told = run(app, "code", "alternative")
    assert told.exit_code == 1
    assert "There is no programme “alternative”. There are: alternative-provision." in told.output


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text("id,belonging,said\n1,Always,I like the cooking\n2,Mostly,Nothing\n", encoding="utf-8")
    return path


def run_import(app: Flask, answers: Path, *more: str) -> Result:
    officer = make_user()
    columns = ("--id-column", "id", "--column", "belonging=belonging", "--column", "said=what-works")
    return run(app, "import", "your-say", answers, "--as", officer.email, *columns, *more)


def test_import_names_bad_cells_and_stores_nothing(app: Flask, answers: Path) -> None:
    make_survey(make_programme())
    told = run_import(app, answers)
    assert "Row 3, belonging: “Mostly” is not one of the answers" in told.output
    assert told.exit_code == 1
    assert db.session.scalars(db.select(Response)).all() == []


def test_import_may_leave_bad_rows_out_and_stores_nothing_twice(app: Flask, answers: Path) -> None:
    make_survey(make_programme())
    run_import(app, answers, "--leave-out-bad")
    told = run_import(app, answers, "--leave-out-bad")
    assert "Responses stored: 0. Already there: 1. Left out: 1." in told.output


@pytest.fixture
def answered(app: Flask, answers: Path) -> Programme:
    """A programme with a frame of one code and an answer that it is about."""
    programme = make_programme()
    make_survey(programme)
    run_import(app, answers, "--leave-out-bad")
    blank = {"use_when": "", "not_when": "", "section": "belonging", "kloe": "effectiveness"}
    row = {"code": "food", "name": "Food", "definition": "Food and cooking.", "examples": "cooking food lunch"}
    store_frame(programme_id=programme.id, rows=[{**row, **blank}])
    db.session.commit()
    return programme


def test_answers_are_coded_and_exported(app: Flask, answered: Programme, tmp_path: Path) -> None:
    assert "1 excerpts read, 1 codes suggested." in run(app, "code", answered.slug).output
    run(app, "export", answered.slug, tmp_path / "out")
    with (tmp_path / "out" / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "I like the cooking" in [row["text"] for row in csv.DictReader(file)]


def suggestions() -> list[tuple[object, ...]]:
    query = db.select(Coding.excerpt_id, Coding.applies, Coding.score, Coding.evidence, Coding.sentiment)
    return [tuple(row) for row in db.session.execute(query)]


def test_a_dask_scheduler_suggests_what_one_process_does(app: Flask, answered: Programme) -> None:
    run(app, "code", answered.slug)
    before = suggestions()
    with LocalCluster(n_workers=1, processes=False, protocol="tcp://", dashboard_address="127.0.0.1:0") as cluster:
        told = run(app, "code", answered.slug, "--scheduler", cluster.scheduler_address)
    assert "1 excerpts read, 1 codes suggested." in told.output
    assert suggestions() == before != []


def test_a_scheduler_that_is_not_there_is_said_and_changes_nothing(app: Flask, answered: Programme) -> None:
    run(app, "code", answered.slug)
    before = suggestions()
    told = run(app, "code", answered.slug, "--scheduler", "nonsense://here")
    assert told.exit_code == 1
    assert "No Dask scheduler answers at nonsense://here" in told.output
    assert suggestions() == before


def test_the_demonstration_is_not_put_beside_real_people(app: Flask) -> None:
    make_programme()
    told = run(app, "demo")
    assert told.exit_code == 1
    assert "The demonstration goes on an empty one" in told.output


@pytest.mark.database
def test_the_demonstration_prints_a_sign_in_for_each_role_and_is_loaded_once(demonstration: Demonstration) -> None:
    assert demonstration.printed.count("@bury.example") == len(Role)
    assert demonstration.printed.startswith("Demonstration: the programme and its surveys")
    assert demonstration.run("demo", "--unless-present").startswith("Demonstration sign-ins")


def test_the_demonstration_is_not_loaded_where_real_people_are_served(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.config["ENGAGE"], "https", True)
    told = run(app, "demo")
    assert told.exit_code == 1
    assert "for real people" in told.output
