"""The locks resolve for other Pythons too, without running it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.system.locks import LOCKS, ROOT, locked_versions

UV = ROOT / ".venv/bin/uv"
# Between and beyond those that bare systems run.
PYTHONS = ("3.12", "3.14")


@pytest.mark.parametrize("python", PYTHONS)
def test_every_pinned_package_has_a_wheel(python: str, tmp_path: Path) -> None:
    locks = [word for lock in LOCKS.values() for word in ("-r", lock)]
    dry = [UV, "pip", "install", "--dry-run", "--target", tmp_path, "--python-version", python]
    done = subprocess.run(
        [*dry, "--no-deps", "--no-build", "--require-hashes", *locks], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("part", "asking"), [("serving", "pyproject.toml"), ("test", "--group=test")])
def test_what_packages_ask_for_is_in_the_lock(python: str, part: str, asking: str) -> None:
    resolve = [UV, "pip", "compile", asking, "--python-version", python, "--python-platform", "linux"]
    constraints = [word for lock in LOCKS.values() for word in ("--constraints", lock)]
    done = subprocess.run(
        [*resolve, *constraints, "--no-annotate", "--no-header"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    needed = {canonicalize_name(Requirement(line).name): line for line in done.stdout.splitlines()}
    assert needed.keys() - locked_versions(part, python=f"{python}.0").keys() == set()
