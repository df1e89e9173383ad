"""Counts with their noise, small ones among them, are read by what tells of them and by nothing else."""

from pathlib import Path

ENGAGE = Path(__file__).parents[2] / "engage"
MAY_READ = {"disclosure.py", "middles.py"}


def test_only_disclosure_and_middles_read_cells_that_may_not_be_shown() -> None:
    readers = {path.name for path in ENGAGE.rglob("*.py") if "noisy_cells import" in path.read_text(encoding="utf-8")}
    assert readers == MAY_READ


def test_only_noisy_cells_move_counts() -> None:
    movers = {path.name for path in ENGAGE.rglob("*.py") if "import KEY_RANGE, Integers, perturb" in path.read_text()}
    assert movers == {"noisy_cells.py"}
