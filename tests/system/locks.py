"""What the locks name, and what an environment holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = {
    "uv": "requirements-uv.lock",
    "serving": "requirements.lock",
    "embeddings": "requirements-embeddings.lock",
    "test": "requirements-test.lock",
    "node": "requirements-node.lock",
}
LIST = (".venv/bin/python", "-m", "pip", "list", "--format", "json", "--disable-pip-version-check")
# What no lock names: a new environment brings the last two.
NOT_LOCKED = frozenset({"engage", "pip", "setuptools"})


def read_lock(part: str) -> list[Requirement]:
    lines = (ROOT / LOCKS[part]).read_text().splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"[A-Za-z0-9]", line)]


def locked_names() -> set[str]:
    return {canonicalize_name(pin.name) for part in LOCKS for pin in read_lock(part)}


def locked_versions(*parts: str, python: str) -> dict[str, str]:
    """The version of each package that these parts pin for a `python` such as "3.13.5" on Linux."""
    here = {"python_version": python.rpartition(".")[0], "python_full_version": python}
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for part in parts
        for pin in read_lock(part)
        if pin.marker is None or pin.marker.evaluate(here)
    }


def read_versions(listed: str) -> dict[str, str]:
    """The packages in what `pip list --format json` printed, without those that no lock names."""
    found = {canonicalize_name(each["name"]): each["version"] for each in json.loads(listed)}
    return {name: version for name, version in found.items() if name not in NOT_LOCKED}
