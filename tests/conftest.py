"""One application for the run, a clean database for each test, and a client that knows what a page must be.

On SQLite each test starts from a copy of a migrated file; on PostgreSQL (ENGAGE_TEST_DATABASE_URL) from emptied tables.
"""

from __future__ import annotations

import contextvars
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, literal, make_url, select, text, union_all
from werkzeug.test import TestResponse

from engage.accounts import operations as accounts
from engage.accounts.models import User
from engage.analysis import disclosure, noisy_cells
from engage.app import create_app
from engage.config import Settings
from engage.database import MIGRATIONS, db
from tests import statements
from tests.clean_requests import fail_on_unclean_request
from tests.demonstration import Demonstration, load_once
from tests.pages import PageClient

ON_POSTGRESQL = "ENGAGE_TEST_DATABASE_URL" in os.environ
WHAT_WAS_USED = union_all(
    *(select(literal(table.name)).where(select(table).exists()) for table in db.metadata.sorted_tables)
)
LEAVE_NOBODY_CONNECTED = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class SeparateClient(FlaskClient):
    """A request must not see the test's application context, or it would share its session and `g`."""

    def open(self, *args: object, **values: object) -> TestResponse:
        db.session.commit()
        values.setdefault("buffered", True)  # read to the end and closed, as a server does
        answer = contextvars.Context().run(super().open, *args, **values)
        db.session.expire_all()
        return answer

    def sign_in(self, user: User) -> None:
        with self.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True


def pytest_configure(config: pytest.Config) -> None:
    runs_tests = config.getoption("dist", "no") == "no"  # rather than handing them to processes
    if statements.FOLDER and not ON_POSTGRESQL and runs_tests:
        process = os.environ.get("PYTEST_XDIST_WORKER", "main")
        config.pluginmanager.register(statements.Notes(Path(statements.FOLDER) / f"{process}.json"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if ON_POSTGRESQL and (notes := statements.read_notes(statements.FOLDER)):
        chosen = len(statements.choose(notes))
        terminalreporter.write_line(f"Of {len(notes)} tests, {chosen} send all that SQLite was sent")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database; on PostgreSQL, leave out what sends it nothing that others do not."""
    notes = statements.read_notes(statements.FOLDER) if ON_POSTGRESQL else {}
    spared = notes.keys() - statements.choose(notes)
    taken: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        by_hand = item.get_closest_marker("database") or item.get_closest_marker("postgresql")
        if "app" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("journey"):
            item.add_marker("database")
        taken[bool(by_hand) or item.nodeid not in spared].append(item)
    # One process loads the demonstration and uses it, journeys too, while the other begins with what needs none of it.
    items[:] = sorted(taken[True], key=lambda item: "demonstration" not in getattr(item, "fixturenames", ()))
    config.hook.pytest_deselected(items=taken[False])


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> None:
    """Hashing a password is slow on purpose, and many tests make somebody who has one."""
    accounts.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts.NOBODYS_HASH = accounts.unguessable_hash()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engage")


@pytest.fixture(scope="session")
def database_url(folder: Path, worker: str) -> str:
    return make_database(f"test_{worker}") or f"sqlite:///{folder}/test.sqlite"


def make_database(name: str) -> str:
    """The address of a new database on PostgreSQL; nothing where the tests run on SQLite."""
    given = os.environ.get("ENGAGE_TEST_DATABASE_URL")
    if not given:
        return ""
    server = create_engine(given, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(given).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Demonstration:
    own = tmp_path_factory.getbasetemp()
    shared = own if worker == "main" else own.parent
    return load_once(shared / "demonstration", lambda: make_database("demonstration"))


@pytest.fixture(scope="session")
def whole_app(folder: Path, database_url: str) -> Iterator[Flask]:
    settings = Settings(
        data_dir=folder,
        database_url=database_url,
        secret_key="for tests only",
        jobs_immediate=True,
        read_meaning=False,
        testing=True,
    )
    app = create_app(settings)
    app.test_client_class = SeparateClient
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        db.session.remove()
        db.engine.dispose()
    shutil.copy(folder / "test.sqlite", folder / "empty.sqlite") if "sqlite" in database_url else None
    fail_on_unclean_request(app, db)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(whole_app: Flask, folder: Path) -> Iterator[Flask]:
    with whole_app.app_context():
        yield whole_app
        db.session.rollback()
        db.session.remove()
        empty_database(folder)


def empty_database(folder: Path) -> None:
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        for leftover in folder.glob("test.sqlite*"):
            leftover.unlink()
        shutil.copy(folder / "empty.sqlite", folder / "test.sqlite")
        return
    db.engine.dispose()
    with db.engine.begin() as connection:
        connection.execute(text(LEAVE_NOBODY_CONNECTED))  # whoever still held a lock would be waited for for ever
        if used := connection.scalars(WHAT_WAS_USED).all():  # emptying every table takes a tenth of a second
            tables = '", "'.join(used)
            connection.execute(text(f'TRUNCATE "{tables}" RESTART IDENTITY CASCADE'))


@pytest.fixture
def raw_client(app: Flask) -> FlaskClient:
    """Flask's own client, for what is not a page: downloads, headers, a form sent by hand."""
    return app.test_client()


@pytest.fixture
def client(raw_client: FlaskClient) -> PageClient:
    return PageClient(raw_client)


@pytest.fixture
def no_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures stay where they are and are told as exact, so that what else becomes of them can be seen."""
    monkeypatch.setattr(disclosure, "likely_noise", lambda: 0)
    monkeypatch.setattr(noisy_cells, "perturb", lambda counts, *_keys: counts)
