"""Print, as lines for a shell, the settings that lead uv to where this machine's pip finds packages.

pip and uv read different variables and files. Whoever has set pip up for an index inside their network (PIP_INDEX_URL,
pip.conf) has said enough; what is set for uv itself stands.
"""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

# The sections of pip's settings that concern an installation, the strongest last.
SECTIONS = ("global", "install", ":env:")


def read_pip_settings() -> dict[str, str]:
    """What pip would go by, by the name of its option, such as `index-url`."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in found:
            found[section][option] = ast.literal_eval(value)
    return found["global"] | found["install"] | found[":env:"]


def uv_settings(pip: Mapping[str, str], present: Mapping[str, str]) -> dict[str, str]:
    """The environment variables that say the same to uv, without those that are `present`."""
    wanted = {
        "UV_DEFAULT_INDEX": "" if "UV_INDEX_URL" in present else pip.get("index-url", ""),
        "UV_INDEX": "" if "UV_EXTRA_INDEX_URL" in present else " ".join(_reachable(pip.get("extra-index-url", ""))),
        "UV_FIND_LINKS": ",".join(_reachable(pip.get("find-links", ""))),
        "UV_NO_INDEX": pip.get("no-index", ""),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "ALL_PROXY": pip.get("proxy", ""),
    }
    return {name: value for name, value in wanted.items() if value and name not in present}


def _reachable(places: str) -> list[str]:
    """The addresses and folders among these, without folders that are not there: pip passes over them, uv stops."""
    return [place for place in places.split() if "://" in place.removeprefix("file://") or _is_there(place)]


def _is_there(place: str) -> bool:
    return Path(unquote(place.removeprefix("file://"))).exists()


if __name__ == "__main__":
    for name, value in uv_settings(read_pip_settings(), os.environ).items():
        print(f"export {name}={shlex.quote(value)}")
