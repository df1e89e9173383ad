"""The page client is itself tested: each fault it should see, it sees."""

import pytest
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

from tests.page_checks import faults
from tests.pages import PageClient

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Your answers - Engage</title></head><body><main>
<h1>Your answers</h1>
<form method="post"><input type="hidden" name="csrf_token" value="t">
<label for="name">Name</label><input id="name" name="name" value="Sam">
<label for="news">News</label><input type="checkbox" id="news" name="news" value="y">
<label for="size">Size</label><select id="size" name="size">
<option value="s">S</option><option value="l">L</option></select>
<button name="go" value="on">Continue</button></form><a href="#name">Back to name</a></main></body></html>"""


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<h1>Your answers</h1>", "", "0 h1"),
        ("</main>", "<h1>Another</h1></main>", "2 h1"),
        ("<title>Your", "<title>Our", "does not start with"),
        (' lang="en"', "", "no lang"),
        ('id="news"', 'id="name"', "used 2 times"),
        ('<label for="news">News</label>', "", "no label"),
        ('href="#name"', 'href="#nowhere"', "leads nowhere"),
        ('<input id="name"', '<input aria-describedby="hint" id="name"', "'hint' names nothing"),
        ("<h1>", '<h1 style="color:red">', "inline style"),
        ("<h1>", '<h1 onclick="x()">', "inline onclick"),
        ("</main>", "<script>x()</script></main>", "inline <script>"),
        ("</h1>", "</h2>", "line 2"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "no CSRF token"),
    ],
)
def test_a_fault_is_seen(old: str, new: str, fault: str) -> None:
    assert fault in "\n".join(faults(GOOD.replace(old, new, 1)))


@pytest.fixture
def pages() -> PageClient:
    app = Flask(__name__)
    app.testing = True
    bad = GOOD.replace("<h1>", "<h1><h1>")
    summary = '<ul class="govuk-error-summary__list"><li><a href="#name">Enter a name</a></li></ul><h1>'

    @app.route("/", methods=["GET", "POST"])
    def form() -> ResponseReturnValue:
        if request.method == "GET":
            return GOOD
        if not request.form["name"]:
            return GOOD.replace("<h1>", summary)
        sent = " ".join(f"{name}={value}" for name, value in request.form.items())
        return redirect(f"/thanks?sent={sent}", 303)

    app.add_url_rule("/thanks", "thanks", lambda: GOOD.replace("</h1>", f"</h1>{request.args['sent']}"))
    app.add_url_rule("/bad", "bad", lambda: bad)
    return PageClient(app.test_client())


def test_a_form_is_sent_as_the_page_offers_it_with_what_is_filled_in(pages: PageClient) -> None:
    thanks = pages.get("/").submit("Continue", news=True, size="l")
    assert "csrf_token=t name=Sam size=l go=on news=y" in thanks.text
    assert thanks.address.startswith("/thanks")


def test_errors_are_read_by_field(pages: PageClient) -> None:
    page = pages.get("/").submit(name="")
    assert page.errors == {"name": "Enter a name"}
    assert page.h1 == "Your answers"


def test_a_field_that_the_form_does_not_have_cannot_be_filled_in(pages: PageClient) -> None:
    with pytest.raises(AssertionError, match="no field 'age'"):
        pages.get("/").submit(age="9")


def test_a_bad_page_fails_the_test_that_opens_it(pages: PageClient) -> None:
    with pytest.raises(AssertionError, match="not as a page must be"):
        pages.get("/bad")


def test_another_status_fails_the_test(pages: PageClient) -> None:
    with pytest.raises(AssertionError, match="answered 404"):
        pages.get("/nowhere")
