from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from engage.app import create_app
from engage.config import Settings


def test_every_answer_carries_the_security_headers(raw_client: FlaskClient) -> None:
    for path in ("/", "/sign-in", "/nowhere", "/health"):
        headers = raw_client.get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_not_kept_by_browsers_or_proxies(raw_client: FlaskClient) -> None:
    assert raw_client.get("/sign-in").headers["Cache-Control"] == "no-store"


def over(tmp_path: Path, **settings: object) -> Flask:
    return create_app(Settings(data_dir=tmp_path, testing=True, **settings))


def test_over_https_the_cookie_is_secure_and_browsers_are_told_to_stay(tmp_path: Path) -> None:
    app = over(tmp_path, https=True)
    assert app.config["SESSION_COOKIE_SECURE"]
    assert "max-age" in app.test_client().get("/nowhere").headers["Strict-Transport-Security"]


def test_on_plain_http_the_cookie_still_comes_back(tmp_path: Path) -> None:
    app = over(tmp_path)
    assert not app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_HTTPONLY"]


def test_the_secret_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first, again = over(tmp_path), over(tmp_path)
    assert first.secret_key == again.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
