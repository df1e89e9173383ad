"""The rooms import downwards only, as the contracts in pyproject.toml say; each contract is seen to break."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The contract, and a line in a file that breaks it.
BREAKS = {
    "Upper rooms import lower rooms only": ("accounts/models.py", "import engage.surveys.models"),
    "Analysis knows no web and no database": ("analysis/__init__.py", "import flask"),
    "Only safeguarding, coding and reports use analysis": ("web/filters.py", "import engage.analysis"),
    "Routes and forms leave the database to queries and operations": ("home/routes.py", "import sqlalchemy"),
    "Models, queries and operations know no web": ("surveys/models.py", "import flask"),
}


def lint(folder: Path) -> tuple[int, str]:
    """Import-linter's exit code and report for the tree in `folder`."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the tree, to break something in."""
    leave_out = shutil.ignore_patterns("static", "templates", "__pycache__")
    shutil.copytree(ROOT / "engage", tmp_path / "engage", ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    code, report = lint(ROOT)
    assert code == 0, report


def test_every_contract_breaks_when_a_room_reaches_where_it_may_not(house: Path) -> None:
    for path, line in BREAKS.values():
        with (house / "engage" / path).open("a") as file:
            file.write(f"\n{line}\n")
    code, report = lint(house)
    assert code == 1
    assert [name for name in BREAKS if f"{name} BROKEN" not in report] == []


def test_a_new_room_has_to_be_placed(house: Path) -> None:
    (house / "engage" / "attic.py").touch()
    code, report = lint(house)
    assert code == 1
    assert "engage.attic" in report


def test_no_contract_is_left_unbroken_here() -> None:
    contracts = (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    assert contracts == len(BREAKS)
