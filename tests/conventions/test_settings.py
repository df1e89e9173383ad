"""What can be set is documented, and what is documented can be set."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from engage.config import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def documented(text: str) -> set[str]:
    """The settings that have a heading of their own."""
    return set(re.findall(r"^### `(ENGAGE_\w+)`$", text, re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert documented(DOCUMENT.read_text()) == {f"ENGAGE_{name.upper()}" for name in Settings.model_fields}


def test_every_setting_says_its_default() -> None:
    parts = re.split(r"^### ", DOCUMENT.read_text(), flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts if "Default:" not in part] == []


def test_a_setting_without_a_heading_is_missed() -> None:
    assert documented("### `ENGAGE_ONE`\nDefault: 1\n`ENGAGE_TWO` is mentioned") == {"ENGAGE_ONE"}


@pytest.mark.parametrize(
    "given",
    [
        {"mail_url": "smtp://mail.example:587"},
        {"mail_url": "smtp://mail.example:587", "mail_from": "a@b.example"},
        {"mail_url": "mail.example", "mail_from": "a@b.example", "base_url": "https://engage.example"},
    ],
)
def test_half_a_mail_server_is_refused_at_the_start(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="ENGAGE_MAIL_URL"):
        Settings(**given)


def test_a_scheduler_of_another_kind_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="ENGAGE_SCHEDULER must be local"):
        Settings(scheduler="redis://host")
