"""A GET that writes, and work left uncommitted, are both seen."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.clean_requests import UncleanRequestError, fail_on_unclean_request


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)


db = SQLAlchemy(model_class=Base)


def read() -> str:
    return str(db.session.scalars(select(Thing)).all())


def write(*, flush: bool = True, commit: bool = True) -> str:
    db.session.add(Thing())
    if flush:
        with db.session.begin_nested():
            db.session.add(Thing())
    if commit:
        db.session.commit()
    return "written"


def write_in_sql() -> str:
    db.session.execute(insert(Thing))
    return "written"


@pytest.fixture
def small_app() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config.update(TESTING=True, SQLALCHEMY_DATABASE_URI="sqlite://")
    db.init_app(app)
    fail_on_unclean_request(app, db)
    app.add_url_rule("/read", view_func=read)
    app.add_url_rule("/write", view_func=write, methods=["GET", "POST"])
    app.add_url_rule("/flush", "flush", lambda: write(commit=False), methods=["POST"])
    app.add_url_rule("/add", "add", lambda: write(flush=False, commit=False), methods=["POST"])
    app.add_url_rule("/sql", view_func=write_in_sql, methods=["POST"])
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_get_that_reads_and_a_post_that_commits_are_clean(small_app: Flask) -> None:
    assert small_app.test_client().post("/write").status_code == 200
    assert small_app.test_client().get("/read").status_code == 200


def test_a_get_that_writes_is_seen_even_when_it_commits(small_app: Flask) -> None:
    with pytest.raises(UncleanRequestError, match="GET /write writes: INSERT"):
        small_app.test_client().get("/write")


@pytest.mark.parametrize("path", ["/flush", "/add", "/sql"])
def test_work_left_uncommitted_is_seen(small_app: Flask, path: str) -> None:
    with pytest.raises(UncleanRequestError, match="ends before it commits"):
        small_app.test_client().post(path)
