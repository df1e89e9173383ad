"""What every form does with what a browser sends."""

from __future__ import annotations

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from engage.web.forms import Form


class Notes(Form):
    words = TextAreaField(filters=[str.strip])


def test_paragraphs_typed_in_a_browser_are_told_apart_by_an_empty_line(app: Flask) -> None:
    with app.test_request_context():
        form = Notes(MultiDict({"words": "One.\r\n\r\nTwo. "}))
    assert form.words.data == "One.\n\nTwo."
