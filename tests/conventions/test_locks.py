"""What setup installs is pinned, with hashes and without addresses, and is what pyproject.toml asks for."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = ["test", "node"]
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


def read_lock(name: str) -> str:
    return (ROOT / ("requirements.lock" if name == "serving" else f"requirements-{name}.lock")).read_text()


def pins(lock: str) -> dict[str, set[str]]:
    """The versions that a lock names of each package; more than one where Pythons need different ones."""
    versions: dict[str, set[str]] = {}
    for entry in entries(lock):
        if found := ENTRY.match(entry):
            versions.setdefault(normal(found["name"]), set()).add(found["version"])
    return versions


def unmet(wanted: list[str], lock: str) -> list[str]:
    """The requirements that no pinned version in the lock satisfies."""
    versions = pins(lock)
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if not any(requirement.specifier.contains(pin) for pin in versions.get(normal(requirement.name), ()))
    ]


def addresses(npm_lock: str) -> list[str]:
    """The packages of an npm lock that carry a download address, or no integrity hash."""
    packages = json.loads(npm_lock)["packages"]
    return [
        name for name, package in packages.items() if name and ("resolved" in package or not package.get("integrity"))
    ]


@pytest.mark.parametrize("lock", ["serving", "test", "node", "embeddings", "uv"])
def test_every_python_package_is_pinned_with_a_hash_and_no_address(lock: str) -> None:
    assert loose_entries(read_lock(lock)) == []


@pytest.mark.parametrize("lock", ["embeddings", "uv"])
def test_what_set_up_starts_from_is_one_package(lock: str) -> None:
    assert len(entries(read_lock(lock))) == 1


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("serving", PROJECT["project"]["dependencies"])] + [(name, PROJECT["dependency-groups"][name]) for name in GROUPS],
)
def test_a_lock_holds_everything_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    assert unmet(wanted, read_lock(lock)) == []


def test_the_pinned_uv_is_one_that_may_build_the_project() -> None:
    (builder,) = PROJECT["build-system"]["requires"]
    assert unmet([builder.replace("uv_build", "uv")], read_lock("uv")) == []


def test_extras_are_kept() -> None:
    """Older installers refuse a lock that says "coverage" where a package asks for "coverage[toml]"."""
    assert "coverage[toml]==" in read_lock("test")
    assert "psycopg[binary]==" in read_lock("serving")


def test_tests_run_on_the_versions_that_serve() -> None:
    serving, tests = pins(read_lock("serving")), pins(read_lock("test"))
    assert {name: tests[name] for name in serving.keys() & tests.keys() if tests[name] != serving[name]} == {}


def test_what_only_tests_need_is_not_served() -> None:
    asked = {normal(Requirement(text).name) for name in GROUPS for text in PROJECT["dependency-groups"][name]}
    assert asked & pins(read_lock("serving")).keys() == set()


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
