"""What stands in the place of a passage on hold, in whatever a template or a file prints."""

from __future__ import annotations

from flask import Flask, render_template_string
from markupsafe import Markup

from engage.database import db, now
from engage.passages.columns import TriagedText, mark
from engage.passages.covering import cover, cover_document
from engage.passages.models import HeldPassage
from tests.builders import make_programme

LINE = "[Held for the safeguarding lead #1]"


def hold(words: str, *, is_released: bool = False) -> TriagedText:
    """A text in which a passage with these words is on hold, or released."""
    passage = HeldPassage(programme_id=make_programme().id, source="minutes", source_id=1, place="", words=words)
    passage.digest, passage.released_at = words, now() if is_released else None
    db.session.add(passage)
    db.session.commit()
    return TriagedText(f"Before. {mark(passage.id)}")


def printed(app: Flask, template: str, text: str) -> str:
    with app.test_request_context():
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
    with app.test_request_context():
        assert cover_document({"lines": [{"label": text, "count": 5}]}) == {
            "lines": [{"label": f"Before. {LINE}", "count": 5}]
        }


def test_a_passage_in_a_released_passage_stays_covered(app: Flask) -> None:
    hold("Inner")
    outer = HeldPassage(programme_id=1, source="minutes", source_id=1, place="", words=f"Outer {mark(1)}", digest="o")
    outer.released_at = now()
    db.session.add(outer)
    db.session.commit()
    with app.test_request_context():
        assert cover(mark(outer.id)) == f"Outer {LINE}"
