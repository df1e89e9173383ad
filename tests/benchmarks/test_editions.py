from __future__ import annotations

import pytest

from benchmarks import __main__ as everything
from benchmarks import editions
from benchmarks.editions import Edition
from engage.analysis.disclosure import ALL, THRESHOLD
from engage.analysis.perturbation import REACH

SURELY_SHOWN = THRESHOLD + REACH


def people(number: int) -> frozenset[object]:
    return frozenset(range(number))


def edition(*cells: tuple[int | None, int]) -> Edition:
    """Findings by what is shown of their totals and what is true."""
    return Edition(
        {(finding, ALL): shown for finding, (shown, _) in enumerate(cells)},
        {(finding, ALL): people(true) for finding, (_, true) in enumerate(cells)},
    )


def test_a_figure_is_lost_where_its_true_count_is_sure_to_be_shown_and_is_not() -> None:
    judged = editions.judge(edition((None, SURELY_SHOWN), (None, SURELY_SHOWN - 1), (40, 41)), None)
    assert (judged["shown"], judged["withheld"], judged["lost"]) == (1, 2, 1)


def test_a_finding_that_is_not_published_at_all_is_lost_too() -> None:
    judged = editions.judge(Edition({}, {(1, ALL): people(SURELY_SHOWN)}), None)
    assert judged["lost"] == 1


def test_findings_are_misplaced_where_they_stand_in_the_other_order_than_their_true_totals() -> None:
    judged = editions.judge(edition((20, 21), (22, 19), (22, 30), (9, 9)), None)
    assert (judged["pairs"], judged["misplaced"], judged["level"]) == (6, 1, 1)


def test_only_figures_of_the_same_people_are_compared_with_the_edition_before() -> None:
    judged = editions.judge(edition((23, 20), (50, 31)), edition((18, 20), (30, 30)))
    assert (judged["same_people"], judged["moved"]) == (1, 5)


@pytest.mark.parametrize("main", [editions.main, everything.main])
def test_asking_for_help_runs_nothing(main, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "usage" in capsys.readouterr().out
