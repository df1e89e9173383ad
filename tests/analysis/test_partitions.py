"""Reading over partitions, by a real Dask scheduler at an address, with its worker in a thread of this process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from logging import WARNING

import pandas as pd
import pytest
from distributed import LocalCluster

from engage.analysis import partitions
from engage.analysis.felt import FeltCoder
from engage.analysis.frame_coder import FrameCoder
from engage.analysis.partitions import NoScheduler, NotRead, WorkersDiffer, spread

SAID = [
    "my mentor is kind and talks to me",
    "the bus is late",
    "nothing",
    "",
    "lunch is cold \N{SLIGHTLY SMILING FACE}",
]


def cluster(workers: int) -> LocalCluster:
    return LocalCluster(n_workers=workers, processes=False, protocol="tcp://", dashboard_address="127.0.0.1:0")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with cluster(1) as running:
        yield running.scheduler_address


def read(coder: FrameCoder, feeling: FeltCoder, excerpts: pd.DataFrame) -> pd.DataFrame:
    return coder.suggest(excerpts).merge(feeling.score(excerpts), on="excerpt_id")


def fail(part: str) -> str:
    raise ValueError(part)


def test_a_scheduler_gives_exactly_what_one_process_gives(scheduler: str, frame: pd.DataFrame) -> None:
    excerpts = pd.DataFrame({"excerpt_id": range(40), "text": SAID * 8, "question": "What is it like?"})
    coder = FrameCoder().fit(frame, excerpts, pd.DataFrame(columns=["excerpt_id", "code", "applies"]))
    reading = partial(read, coder, FeltCoder())
    parts = [excerpts.iloc[start : start + 9] for start in range(0, 40, 9)]
    with spread() as here, spread(scheduler) as there:
        alone, together = list(here(reading, parts)), list(there(reading, parts))
    pd.testing.assert_frame_equal(pd.concat(together), pd.concat(alone), check_exact=True)


def test_a_cluster_of_this_machine_gives_results_in_order() -> None:
    with spread("local") as over:
        assert list(over(len, ["", "a", "bc"])) == [0, 1, 2]


def test_what_fails_is_told_without_anybodys_words(scheduler: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(WARNING), spread(scheduler) as over, pytest.raises(NotRead, match="ValueError") as failed:
        list(over(fail, ["what a person said"]))
    assert "Compute Failed" in caplog.text
    assert "what a person said" not in caplog.text + repr(failed.value)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://here", "tcp://"])
def test_where_no_scheduler_answers_it_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "PATIENCE", 0.2)
    with pytest.raises(NoScheduler, match="No Dask scheduler answers"), spread(address):
        pass


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "PATIENCE", 0.2)
    with cluster(0) as running, pytest.raises(NoScheduler, match="no workers"), spread(running.scheduler_address):
        pass


def test_a_scheduler_that_goes_away_is_said() -> None:
    running = cluster(1)
    with spread(running.scheduler_address) as over:
        found = over(len, ["a"] * 100)
        assert next(found) == 1
        running.close()
        with pytest.raises(NotRead, match="went away"):
            list(found)


def test_a_package_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "ALIKE", ("no-such-package",))
    assert partitions.versions() == {"no-such-package": "missing"}


def test_a_worker_with_other_versions_is_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([{**partitions.versions(), "pandas": "1.0"}, partitions.versions()])
    monkeypatch.setattr(partitions, "versions", lambda: next(told))
    with pytest.raises(WorkersDiffer, match=r"pandas .*, here 1\.0"), spread(scheduler):
        pass
