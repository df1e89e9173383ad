"""How forms save: nobody overwrites what they have not read, and all that is wrong is said at once.

Found in the source, so that a new form is held to it from its first day. Whoever is let off says why.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import engage
from engage.database import DomainError
from engage.web.forms import Form

ROOT = Path(engage.__file__).parent

# Forms that are filled before they are sent, with nothing that two people may have open at once.
FILLED = {
    "coding/forms.py:review_form": "what one coder says of an answer: each has their own",
    "coding/frame_routes.py:add_code": "words of a group of answers, for a code that is not there yet",
    "programmes/routes.py:add_programme": "the council that was added a moment ago",
    "reports/editions/routes.py:put_in_force": "which release it replaces: its own version",
    "reports/routes.py:add_finding": "the section that the link was in",
    "surveys/forms.py:item_form": "brings what it was filled with, for the page to compare",
    "surveys/organisations/answering.py:organisation": "one draft in one browser",
    "surveys/routes.py:create_survey": "the wave it belongs to, and its days",
}
# Functions that catch a refusal themselves: what they would show again holds nothing that somebody typed, or is named.
CATCHES = {
    "accounts/people.py:set_enabled": "a button",
    "accounts/routes.py:set_password": "one field; a spent link leads elsewhere",
    "accounts/routes.py:sign_in": "failures are counted, so it is committed",
    "cli/finding.py:invoke": "a command",
    "coding/acceptance_routes.py:accept_surest": "a button",
    "coding/acceptance_routes.py:undo_acceptance": "a button",
    "coding/frame_routes.py:start_frame": "a button",
    "coding/frame_words.py:_fault": "every text is looked at before the first is refused",
    "coding/frame_routes.py:upload_frame": "one field; every problem of the file is listed",
    "forums/routes.py:_press": "a button",
    "forums/routes.py:approve_minutes": "a button",
    "reports/drafts/routes.py:_publish": "a button, and where each refusal leads",
    "reports/drafts/routes.py:prepare_summary": "a button",
    "reports/editions/routes.py:put_in_force": "one field",
    "reports/rare.py:approve_words": "a button",
    "saving.py:attempt": "where refusals are caught for every form",
    "surveys/respond.py:_store": "sent already: the receipt is shown",
    "surveys/returning/keeping.py:keep": "sent already: the receipt is shown",
    "surveys/routes.py:_step": "a button",
}
# Refusals about a field that only writing finds.
UNCHECKED = {
    "CrossedTooOften": "lists to choose from, which refuse nothing themselves",
    "EmailTaken": "two invitations at the same moment; whoever is there is found before",
    "FrameChanged": "two frames at the same moment",
    "LastAdministrator": "the form's only field",
    "NothingToCount": "counted over all answers, once what to count is chosen",
    "NotToBeCrossed": "lists to choose from, which refuse nothing themselves",
    "PasswordTooShort": "the form's only field",
    "SignInRefused": "nothing is said before the password was tried",
    "TooFine": "lists to choose from, which refuse nothing themselves",
    "WordsHeld": "reading the words for worry is a part of writing them",
}


def modules() -> list[Path]:
    """All but migrations, and safeguarding: its forms ask what to do with a flag, a step at a time, and carry the
    version of its history."""
    found = [path for path in sorted(ROOT.rglob("*.py")) if not {"migrations", "safeguarding"} & set(path.parts)]
    assert len(found) > 200
    return found


@cache
def functions() -> list[tuple[str, ast.FunctionDef]]:
    """Every function under its place: "accounts/people.py:invite"."""
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", node)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(), str(path)))
        if isinstance(node, ast.FunctionDef)
    ]


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call within, by the last part of what is called."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield ast.unparse(inner.func).rpartition(".")[2], inner


@pytest.fixture(scope="module")
def classes() -> dict[type, set[str]]:
    """The names of all forms and of all refusals."""
    for found in pkgutil.walk_packages(engage.__path__, "engage."):
        if ".migrations" not in found.name:
            importlib.import_module(found.name)
    return {base: set(names_below(base)) for base in (Form, DomainError)}


def names_below(base: type) -> Iterator[str]:
    yield base.__name__
    for below in base.__subclasses__():
        yield from names_below(below)


def fills_a_form(name: str, call: ast.Call, forms: set[str]) -> bool:
    """Whether a call makes a form with something in it already."""
    is_form = name in forms or name in {"form", "form_class"} or isinstance(call.func, ast.Call)
    typed = {keyword.arg for keyword in call.keywords}
    return is_form and bool(typed if name in forms else typed & {"obj", "data"})


def test_a_form_over_what_is_stored_compares_before_it_saves(classes: dict[type, set[str]]) -> None:
    """`attempt_change` takes nothing but a form that compares: mypy holds that."""
    filled = {
        place
        for place, function in functions()
        if "attempt_change" not in {name for name, _call in calls(function)}
        for name, call in calls(function)
        if fills_a_form(name, call, classes[Form])
    }
    assert filled == FILLED.keys()


def caught_in(function: ast.FunctionDef) -> set[str]:
    handlers = [node.type for node in ast.walk(function) if isinstance(node, ast.ExceptHandler) and node.type]
    return {name.rpartition(".")[2] for handler in handlers for name in ast.unparse(handler).strip("()").split(", ")}


def is_generator(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))


def test_refusals_are_caught_in_one_place(classes: dict[type, set[str]]) -> None:
    catching = {place for place, function in functions() if caught_in(function) & classes[DomainError]}
    rules = {place for place, function in functions() if is_generator(function)}
    assert catching - rules == CATCHES.keys()


def test_a_rule_about_a_field_can_be_asked_before_writing(classes: dict[type, set[str]]) -> None:
    found = [function for _place, function in functions() if is_generator(function)]
    asked = {name for function in found for name, _call in calls(function)}
    raised = {
        name
        for _place, function in functions()
        if not is_generator(function) and function.name not in asked
        for name, call in calls(function)
        if name in classes[DomainError] and len(call.args) > 1
    }
    assert raised - asked - {"DomainError"} == UNCHECKED.keys()
