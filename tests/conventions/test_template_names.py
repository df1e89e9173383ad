"""Every template that is asked for is there, and every one that is there is asked for."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ENGAGE = Path(__file__).parents[2] / "engage"
TEMPLATES = ENGAGE / "templates"
NAMED = re.compile(r"""["']([\w/{}.\[\]()-]+\.html)["']""")
FOLDER = re.compile(r"""["']([\w-]+(?:/[\w-]+)*/)["']\s*~""")
FROM_ELSEWHERE = ("govuk_frontend_jinja/", "govuk_frontend_wtf/")


def asked_for(source: str) -> set[str]:
    """The templates a source names. What it works out as it runs, as in f"errors/{code}.html", is a `*`."""
    names = {re.sub(r"{[^}]*}", "*", name) for name in NAMED.findall(source)}
    names |= {f"{folder}*.html" for folder in FOLDER.findall(source)}
    return {name for name in names if not name.startswith(FROM_ELSEWHERE)}


def mismatches(asked: set[str], present: set[str]) -> tuple[set[str], set[str]]:
    """The names asked for that are not there, and the templates nobody asks for."""
    missing = {name for name in asked if not any(fnmatch(template, name) for template in present)}
    unused = {template for template in present if not any(fnmatch(template, name) for name in asked)}
    return missing, unused


def test_templates_and_their_names_agree() -> None:
    present = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    sources = [*ENGAGE.rglob("*.py"), *TEMPLATES.rglob("*.html")]
    asked = set().union(*(asked_for(path.read_text()) for path in sources))
    missing, unused = mismatches(asked, present)
    assert sorted(missing) == []
    assert sorted(unused) == []


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ('render_template("home/index.html", name=name)', {"home/index.html"}),
        ('render_template(f"errors/{code}.html")', {"errors/*.html"}),
        ("{% include 'surveys/items/' ~ item.type ~ '.html' %}", {"surveys/items/*.html"}),
        ('{% from "govuk_frontend_jinja/components/tabs.html" import tabs %}', set()),
    ],
)
def test_a_name_is_read_as_it_is_written(source: str, asked: set[str]) -> None:
    assert asked_for(source) == asked


def test_a_missing_and_an_unused_template_are_seen() -> None:
    asked, present = {"home/index.html", "errors/*.html"}, {"errors/404.html", "home/old.html"}
    assert mismatches(asked, present) == ({"home/index.html"}, {"home/old.html"})
