"""uv looks for packages where this machine's pip was told to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.pip_settings import uv_settings

ROOT = Path(__file__).parents[2]
INDEX = "https://packages.example.gov.uk/simple"


@pytest.mark.parametrize(
    ("pip", "uv"),
    [
        ({"index-url": INDEX}, {"UV_DEFAULT_INDEX": INDEX}),
        ({"extra-index-url": f"\n{INDEX}\nhttps://b.example"}, {"UV_INDEX": f"{INDEX} https://b.example"}),
        ({"find-links": f"/ /not/there {INDEX}"}, {"UV_FIND_LINKS": f"/,{INDEX}"}),
        ({"find-links": "file:///not/there"}, {}),
        ({"trusted-host": "a.example b.example"}, {"UV_INSECURE_HOST": "a.example b.example"}),
        (
            {"cert": "/etc/ours.pem", "proxy": "http://p.example"},
            {"SSL_CERT_FILE": "/etc/ours.pem", "ALL_PROXY": "http://p.example"},
        ),
        ({"no-index": "1"}, {"UV_NO_INDEX": "1"}),
        ({"timeout": "5"}, {}),
    ],
)
def test_what_pip_was_told_is_told_to_uv(pip: dict[str, str], uv: dict[str, str]) -> None:
    assert uv_settings(pip, {}) == uv


@pytest.mark.parametrize("own", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_what_uv_itself_was_told_stands(own: str) -> None:
    assert uv_settings({"index-url": INDEX}, {own: "https://own.example"}) == {}


def test_the_environment_outdoes_the_files(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = https://old.example\n[install]\nproxy = http://it's.example\n"
    )
    setting = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PIP_INDEX_URL": INDEX}
    lines = subprocess.check_output([sys.executable, "scripts/pip_settings.py"], cwd=ROOT, env=setting, text=True)
    shell = f'{lines}\necho "$UV_DEFAULT_INDEX $ALL_PROXY"'
    assert subprocess.check_output(["sh", "-c", shell], env=setting, text=True) == f"{INDEX} http://it's.example\n"
