"""Set-up installs what the locks name, whatever is newest by then and however old the pip that came with Python."""

from __future__ import annotations

import platform
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.conftest import environment
from tests.system.later_index import LaterIndex
from tests.system.locks import LIST, locked_names, locked_versions, read_versions

# Debian 12's. Pythons from 3.12 on can't run it, and bring a newer one.
OLDEST_PIP = "23.0.1"
PYTHON_WITH_OLD_PIP = f"""#!/bin/sh
{sys.executable} "$@" || exit
case "$*" in "-m venv"*) .venv/bin/python -m pip install --quiet pip=={OLDEST_PIP} ;; esac
"""


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """A Python whose new environments bring the oldest pip that is supported."""
    if sys.version_info >= (3, 12):
        pytest.skip(f"pip {OLDEST_PIP} doesn't run on this Python")
    path = tmp_path / "python"
    path.write_text(PYTHON_WITH_OLD_PIP)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_an_old_pip_and_newer_packages_change_nothing(project: Path, old_python: Path, later_index: LaterIndex) -> None:
    setting = {**environment(later_index), "PYTHON": str(old_python)}
    done = subprocess.run(["make", "setup-test"], cwd=project, env=setting, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    locked = locked_versions("uv", "serving", "embeddings", "test", "node", python=platform.python_version())
    installed = read_versions(subprocess.check_output(LIST, cwd=project, text=True))
    assert {name: version for name, version in installed.items() if locked.get(name) != version} == {}
    assert locked.keys() - installed.keys() <= locked_versions("node", python=platform.python_version()).keys()
    assert later_index.asked <= locked_names() | {"pip"}
