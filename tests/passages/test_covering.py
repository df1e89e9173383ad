"""What stands in the place of a passage on hold, in whatever a template or a file prints."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string, request
from markupsafe import Markup
from sqlalchemy import select

from engage.database import db, now
from engage.passages.columns import TriagedText
from engage.passages.covering import cover, cover_document
from engage.passages.models import HeldPassage
from tests.builders import make_programme
from tests.pages import PageClient

LINE = "[Held for the safeguarding lead #1]"


def hold(words: str, *, is_released: bool = False) -> TriagedText:
    """A text in which a passage with these words is on hold, or released."""
    passage = HeldPassage(programme_id=make_programme().id, source="minutes", source_id=1, place="", words=words)
    passage.digest, passage.released_at = words, now() if is_released else None
    db.session.add(passage)
    db.session.commit()
    return TriagedText(f"Before. {passage.mark}")


def printed(app: Flask, template: str, text: str) -> str:
    with app.test_request_context("/staff/"):
        return render_template_string(template, text=text)


def test_a_template_covers_what_it_prints(app: Flask) -> None:
    text = hold("Words")
    assert printed(app, "{{ text }}", text) == f"Before. {LINE}"
    assert printed(app, '<p title="{{ text | upper }}">', text) == f'<p title="BEFORE. {LINE}">'


def test_released_words_are_printed_as_text_and_never_as_html(app: Flask) -> None:
    text = hold("<b>Words</b>", is_released=True)
    assert printed(app, "{{ text }}", text) == "Before. &lt;b&gt;Words&lt;/b&gt;"
    assert printed(app, "{{ text }}", Markup("<i>") + text) == "<i>Before. &lt;b&gt;Words&lt;/b&gt;"


def test_a_document_that_leaves_without_a_template_is_covered(app: Flask) -> None:
    text = hold("Words")
    with app.test_request_context("/staff/"):
        assert cover_document({"lines": [{"label": text, "count": 5}]}) == {
            "lines": [{"label": f"Before. {LINE}", "count": 5}]
        }


def test_a_passage_in_a_released_passage_stays_covered(app: Flask) -> None:
    inner = hold("Inner").removeprefix("Before. ")
    outer = HeldPassage(programme_id=1, source="minutes", source_id=1, place="", words=f"Outer {inner}", digest="o")
    outer.released_at = now()
    db.session.add(outer)
    db.session.commit()
    with app.test_request_context("/staff/"):
        assert cover(outer.mark) == f"Outer {LINE}"


def test_nobody_who_counts_reads_a_released_passage(app: Flask) -> None:
    hold("Words", is_released=True)
    for guess in ("\ue0001\ue001", "\ue0001.1\ue001"):
        assert printed(app, "{{ text }}", guess) == LINE


def test_a_mark_from_before_there_were_tokens_still_stands_for_its_passage(app: Flask) -> None:
    hold("Words", is_released=True)
    db.session.scalars(select(HeldPassage)).one().token = None
    db.session.commit()
    assert printed(app, "{{ text }}", "\ue0001\ue001") == "Words"


@pytest.mark.parametrize("address", ["/staff/sign-in", "/staff/forgotten-password"])
def test_a_whole_mark_that_is_typed_into_a_page_stands_for_nothing(client: PageClient, address: str) -> None:
    mark = hold("Words", is_released=True).removeprefix("Before. ")
    page = client.get(address).submit(email=f"{mark}@")
    assert page.soup.select_one("input[name=email]")["value"] == f"{mark[1:-1]}@"


@pytest.mark.parametrize("read", ["args", "form", "values"])
def test_marks_are_taken_out_of_whatever_is_sent(app: Flask, read: str) -> None:
    with app.test_request_context("/?word=\ue0001\ue001", method="POST", data={"word": "\ue0001\ue001"}):
        assert getattr(request, read).getlist("word")[0] == "1"


def test_the_public_reads_no_number_and_not_on_whose_desk_it_lies(app: Flask) -> None:
    text = hold("Words")
    with app.test_request_context("/p/alternative-provision"):
        assert cover(text) == "Before. [This part is not shown at the moment]"
