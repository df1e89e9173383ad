from __future__ import annotations

import datetime as dt

from argon2 import extract_parameters
from flask.testing import FlaskClient

from engage.accounts import operations
from engage.accounts.models import FailedSignIn
from engage.database import db, now
from tests.builders import make_user
from tests.pages import PageClient

PASSWORD = "four words long enough"


def test_a_person_signs_in_with_email_and_password(client: PageClient) -> None:
    make_user(email="officer@testham.example", password=PASSWORD)
    page = client.get("/sign-in")
    page.submit(email="Officer@testham.example ", password=PASSWORD, status=302)
    with client.flask.session_transaction() as session:
        assert session["_user_id"]


def test_a_wrong_password_is_said_beside_the_field_and_the_email_is_kept(client: PageClient) -> None:
    make_user(email="officer@testham.example", password=PASSWORD)
    page = client.get("/sign-in").submit(email="officer@testham.example", password="wrong")
    assert page.errors == {"password": "Check your email and password: they do not go together"}
    assert page.soup.find(id="email")["value"] == "officer@testham.example"


def test_guessing_is_slowed_for_one_account_from_one_address(client: PageClient) -> None:
    make_user(email="officer@testham.example", password=PASSWORD)
    page = client.get("/sign-in")
    for _ in range(5):
        page = page.submit(email="officer@testham.example", password="wrong")
    page = page.submit(email="officer@testham.example", password=PASSWORD)
    assert "Wait 15 minutes" in page.errors["password"]


def test_guessing_at_one_account_locks_out_nobody_else_behind_the_same_address(client: PageClient) -> None:
    make_user(email="head@testham.example", password=PASSWORD)
    page = client.get("/sign-in")
    for _ in range(20):
        page = page.submit(email="pupil@testham.example", password="wrong")
    page.submit(email="head@testham.example", password=PASSWORD, status=302)


def test_no_browser_can_send_the_form_without_its_token(raw_client: FlaskClient) -> None:
    answer = raw_client.post("/sign-in", data={"email": "a@b.example", "password": "x"})
    assert answer.status_code == 400


def test_failed_tries_are_forgotten_once_they_no_longer_count(client: PageClient) -> None:
    db.session.add(FailedSignIn(email_hash="a", address_hash="b", at=now() - dt.timedelta(hours=1)))
    client.get("/sign-in").submit(email="officer@testham.example", password="wrong")
    assert [failed.email_hash for failed in db.session.scalars(db.select(FailedSignIn))] != ["a"]
    assert db.session.query(FailedSignIn).count() == 1


def test_an_unknown_email_costs_as_much_to_refuse_as_a_wrong_password() -> None:
    of_somebody = operations.hasher.hash("four words long enough")
    assert extract_parameters(operations.unguessable_hash()) == extract_parameters(of_somebody)
    assert len(operations.unguessable_hash()) == len(of_somebody)
    assert operations.unguessable_hash() != operations.unguessable_hash()
