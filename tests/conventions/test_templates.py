"""Templates are judged by their syntax tree; each fault is seen in a bad sample."""

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError

from engage.app import create_app
from engage.config import Settings
from tests.conventions.template_checks import template_faults

TEMPLATES = Path(__file__).parents[2] / "engage" / "templates"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_is_as_it_must_be(path: Path) -> None:
    assert template_faults(path.read_text()) == []


def test_an_undefined_variable_may_be_tested_but_not_printed(tmp_path: Path) -> None:
    environment = create_app(Settings(data_dir=tmp_path)).jinja_env
    assert environment.from_string("{% if missing is defined %}x{% endif %}").render() == ""
    with pytest.raises(UndefinedError):
        environment.from_string("{{ missing }}").render()


@pytest.mark.parametrize(
    "source",
    [
        "<h1>{{ _('Your answers') }}</h1><p>{% trans n=count %}{{ n }} answers{% endtrans %}</p>",
        "<p>{{ count }} &middot; {{ total }}</p>",
        "<p class=\"{{ 'is-late' if late else 'is-early' }}\">{{ name }}</p>",
        '<form method="post">{{ form.hidden_tag() }}{{ form.name }}</form>',
        '<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>',
        '<form method="get">{{ form.words }}</form>',
        '{{ govukButton({"text": _("Continue"), "type": "submit"}) }}',
        "<script src=\"{{ asset('respond.js') }}\" defer></script>",
        "{% macro described() %} aria-describedby=\"{{ 'hint' if hint }}\"{% endmacro %}",
        '<a{% if here %} aria-current="page"{% endif %} href="/">{{ name }}</a>',
    ],
)
def test_a_good_template_has_no_faults(source: str) -> None:
    assert template_faults(source) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<h1>Your answers</h1>", "'Your answers' is not translated"),
        ("<p>{% if a %}{{ b }} answers{% endif %}</p>", "answers' is not translated"),
        ("<p>{{ 'Yes' if a else 'No' }}</p>", "Yes No' is not translated"),
        ('<img src="a.png" alt="A chart">', "alt='A chart' is not translated"),
        ('{% macro named() %} aria-label="Your answers"{% endmacro %}', "is not translated"),
        ('{{ govukButton({"text": "Continue"}) }}', "'Continue' is not translated"),
        ('{{ panel("Thank you very much") }}', "'Thank you very much' is not translated"),
        ('{% call card(text="Continue") %}{% endcall %}', "'Continue' is not translated"),
        ("<style>p {}</style>", "inline <style>"),
        ("<script>go()</script>", "inline <script>"),
        ('<p style="color: red">', "inline style on <p>"),
        ('<a href="/" onclick="go()">', "inline onclick on <a>"),
        ('<form method="post">{{ form.name }}</form>', "no CSRF token"),
        ('<form method="post"></form>{{ form.hidden_tag() }}', "no CSRF token"),
        ("{{ words|safe }}", "|safe prints"),
        ("{% autoescape false %}{{ words }}{% endautoescape %}", "autoescape is switched"),
    ],
)
def test_a_fault_is_seen(source: str, fault: str) -> None:
    assert fault in "\n".join(template_faults(source))


def test_a_template_that_cannot_be_parsed_is_seen() -> None:
    with pytest.raises(TemplateSyntaxError):
        template_faults("{% if a %}")
