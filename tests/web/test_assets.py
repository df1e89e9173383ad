"""Styles, scripts and the font: named by their content, kept for good, small enough for a phone on a poor line."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from engage.web.assets import BUILT, asset, manifest

FIRST_VISIT = ("respond.css", "respond.js")
PRELOADED = ("atkinson-hyperlegible-latin-400-normal.woff2", "atkinson-hyperlegible-latin-700-normal.woff2")


def test_a_built_file_is_kept_for_a_year_under_a_name_of_its_content(app: Flask, raw_client: FlaskClient) -> None:
    with app.test_request_context():
        address = asset("engage.css")
    assert re.fullmatch(r"/assets/engage-[0-9a-f]{12}\.css", address)
    with raw_client.get(address) as answer:
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_browser_that_takes_gzip_gets_it(raw_client: FlaskClient) -> None:
    address = f"/assets/{manifest()['respond.css']}"
    with raw_client.get(address, headers={"Accept-Encoding": "gzip"}) as packed, raw_client.get(address) as plain:
        assert (packed.headers["Content-Encoding"], packed.mimetype) == ("gzip", "text/css")
        assert len(packed.data) < len(plain.data) / 4
        assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_file_that_was_not_built_is_not_found(raw_client: FlaskClient) -> None:
    assert raw_client.get("/assets/nothing.css").status_code == 404
    assert raw_client.get("/assets/..%2F..%2Fapp.py").status_code == 404


def test_every_font_that_a_stylesheet_names_was_built() -> None:
    for name in ("respond.css", "engage.css"):
        named = re.findall(r"url\(([\w-]+\.woff2)\)", (BUILT / manifest()[name]).read_text(encoding="utf-8"))
        assert len(named) == 4
        assert all((BUILT / font).is_file() for font in named)


def test_a_survey_page_brings_less_than_45_kb_beside_its_words() -> None:
    packed = sum((BUILT / f"{manifest()[name]}.gz").stat().st_size for name in FIRST_VISIT)
    fonts = sum((BUILT / manifest()[name]).stat().st_size for name in PRELOADED)
    assert packed + fonts < 45_000
