"""A fresh copy of the project, and the package index as it will be one day."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from scripts.pip_settings import read_pip_settings
from tests.system.later_index import LaterIndex, serve_later_index
from tests.system.locks import ROOT, locked_names
from tests.system.roots import PATIENT

# Variables of ours, and those by which Python, pip or uv would go elsewhere than the test says.
OURS = ("ENGAGE_", "PIP_", "UV_", "VIRTUAL_ENV", "PYTHON", "MAKE", "MFLAGS")


def copy_project(to: Path) -> Path:
    """The files that a clone would have, and those not yet committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    return to


def environment(index: LaterIndex) -> Mapping[str, str]:
    """This machine's variables, with `index` as the only place where pip was told to look for packages."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    certificates = {"PIP_CERT": os.environ["PIP_CERT"]} if "PIP_CERT" in os.environ else {}
    return mine | certificates | PATIENT | {"PIP_INDEX_URL": index.url, "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def later_index() -> Iterator[LaterIndex]:
    upstream = read_pip_settings().get("index-url", "https://pypi.org/simple")
    with serve_later_index(names=locked_names(), upstream=upstream) as index:
        yield index
