"""Counts with their noise, small ones among them, are read by what tells of them and by nothing else."""

import re
from pathlib import Path

ENGAGE = Path(__file__).parents[2] / "engage"
MAY_READ = {"disclosure.py", "middles.py"}


def test_only_disclosure_and_middles_read_cells_that_may_not_be_shown() -> None:
    readers = {path.name for path in ENGAGE.rglob("*.py") if "noisy_cells import" in path.read_text(encoding="utf-8")}
    assert readers == MAY_READ


def test_only_noisy_cells_move_counts() -> None:
    movers = {path.name for path in ENGAGE.rglob("*.py") if "import KEY_RANGE, Integers, perturb" in path.read_text()}
    assert movers == {"noisy_cells.py"}


def test_every_table_that_is_told_has_noise_that_lasts() -> None:
    """Without the secret, whoever reads many editions could average the noise away."""
    told = re.compile(
        r"\b(?:protect|protect_each|protect_split|protect_means|protect_numbers)\((?:[^()]|\([^()]*(?:\([^()]*\))?[^()]*\))*\)"
    )
    calls = [call for path in (ENGAGE / "reports").rglob("*.py") for call in told.findall(path.read_text())]
    calls = [call for call in calls if call.partition("(")[2] != ")"]
    assert len(calls) >= 7
    assert [call for call in calls if "secret=" not in call] == []
