"""Small functions, small files, plain names, nothing hidden: what keeps a slice readable in one sitting."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
ENGAGE = ROOT / "engage"
TESTS = ROOT / "tests"

FUNCTION_LINES, FILE_LINES, TEMPLATE_LINES = 40, 300, 150
MEDIAN_LINES, NINETY_FIFTH_LINES, TEST_LINES = 10, 30, 12
VAGUE = re.compile(r"(Manager|Helper|Util|Utils|Handler|Service|_manager|_helper|_utils?|_handler|_service)$")
SILENCERS = re.compile(r"#\s*(noqa|type:\s*ignore)(?:[:\[]\s*([a-z0-9, -]+))?", re.IGNORECASE)
# Each is a place where a library's types stop short of what it does: (file, what is silenced) -> how often.
ALLOWED_SILENCERS: dict[tuple[str, str], int] = {
    ("engage/app.py", "type: ignore method-assign"): 1,
    ("engage/cli/serving.py", "type: ignore attr-defined"): 1,
    ("engage/web/access.py", "type: ignore attr-defined"): 2,
    ("engage/web/access.py", "type: ignore attr-defined, no-any-return"): 1,
    ("engage/web/access.py", "type: ignore no-any-return"): 1,
    ("engage/web/navigation.py", "type: ignore attr-defined"): 1,
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts)


def functions(source: str) -> list[Function]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring and without the functions defined inside."""
    inner = [node for node in ast.walk(function) if isinstance(node, Function) and node is not function]
    outermost = [node for node in inner if not any(node in ast.walk(other) for other in inner if other is not node)]
    return own_lines(function) - sum(own_lines(node) for node in outermost)


def own_lines(function: Function) -> int:
    documented = ast.get_docstring(function, clean=False) is not None
    opening = function.body[0]
    prose = (opening.end_lineno or 0) - opening.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - prose


def long_functions(source: str) -> list[str]:
    return [function.name for function in functions(source) if length(function) > FUNCTION_LINES]


def hidden_imports(source: str) -> list[str]:
    """The functions that import something where a reader doesn't look for it."""
    return [
        function.name
        for function in functions(source)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]


def vague_names(source: str) -> list[str]:
    named = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, named) and VAGUE.search(node.name)]


def silencers(source: str) -> Iterator[str]:
    """What a file tells the linter or the type checker not to say, as `type: ignore index` or `noqa S101`."""
    for kind, codes in SILENCERS.findall(source):
        yield f"{kind.lower()} {codes.strip()}".replace("type:ignore", "type: ignore").strip()


def breaches(check: object, paths: list[Path]) -> dict[str, list[str]]:
    assert callable(check)
    found = {str(path.relative_to(ROOT)): list(check(path.read_text())) for path in paths}
    return {path: names for path, names in found.items() if names}


def too_long(paths: list[Path], limit: int) -> dict[str, int]:
    lengths = {str(path): len(path.read_text().splitlines()) for path in paths}
    return {path: lines for path, lines in lengths.items() if lines > limit}


def test_no_function_is_too_long() -> None:
    assert breaches(long_functions, sources(ENGAGE, TESTS)) == {}


def test_most_functions_are_short() -> None:
    lengths = [length(function) for path in sources(ENGAGE) for function in functions(path.read_text())]
    assert median(lengths) <= MEDIAN_LINES
    assert quantiles(lengths, n=20)[-1] <= NINETY_FIFTH_LINES


def test_most_tests_are_short() -> None:
    whole = [function for path in sources(TESTS) for function in functions(path.read_text())]
    assert median(length(test) for test in whole if test.name.startswith("test_")) <= TEST_LINES


def test_no_file_is_too_long() -> None:
    assert too_long(sources(ENGAGE, TESTS, ROOT / "benchmarks"), FILE_LINES) == {}


def test_no_template_is_too_long() -> None:
    assert too_long(sorted(ENGAGE.rglob("templates/**/*.html")), TEMPLATE_LINES) == {}


def test_no_import_hides_in_a_function() -> None:
    assert breaches(hidden_imports, sources(ENGAGE, TESTS)) == {}


def test_names_say_what_things_do() -> None:
    assert breaches(vague_names, sources(ENGAGE, TESTS)) == {}


def test_the_linter_and_the_type_checker_are_silenced_only_where_agreed() -> None:
    found = Counter(
        (str(path.relative_to(ROOT)), silenced)
        for path in sources(ENGAGE, TESTS)
        if path != Path(__file__)
        for silenced in silencers(path.read_text())
    )
    assert dict(found) == ALLOWED_SILENCERS


LONG = "def long():\n" + "    x = 1\n" * FUNCTION_LINES


def test_a_long_function_is_caught() -> None:
    assert long_functions(LONG) == ["long"]


def test_a_docstring_and_an_inner_function_are_not_counted() -> None:
    documented = 'def short():\n    """' + "Words.\n" * 60 + '    """\n    return 1\n'
    outer = "def outer():\n" + "".join(f"    {line}\n" for line in LONG.splitlines()) + "    return long\n"
    assert long_functions(documented) == []
    assert long_functions(outer) == ["long"]


def test_a_long_file_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("x = 1\n" * (FILE_LINES + 1))
    assert too_long([path], FILE_LINES) == {str(path): FILE_LINES + 1}


def test_a_hidden_import_is_caught() -> None:
    assert hidden_imports("import os\ndef sly():\n    from os import path\n") == ["sly"]


@pytest.mark.parametrize("name", ["SurveyManager", "date_helper", "Utils", "save_handler", "MailService"])
def test_a_vague_name_is_caught(name: str) -> None:
    assert vague_names(f"class {name}: pass") == [name]


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [
        ("# type: ignore[attr-defined]", "type: ignore attr-defined"),
        ("# type: ignore", "type: ignore"),
        ("# noqa: S101", "noqa S101"),
        ("#noqa", "noqa"),
    ],
)
def test_a_silencer_is_caught(comment: str, silenced: str) -> None:
    assert list(silencers(f"x = 1  {comment}\n")) == [silenced]
