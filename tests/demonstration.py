"""The demonstration, loaded once for every process of a test run: it takes half a minute."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ENGAGE = Path(sys.executable).parent / "engage"


@dataclass(frozen=True)
class Demonstration:
    """The data folder it was loaded into, its database where that is not in the folder, and what loading it printed."""

    folder: Path
    database_url: str
    printed: str = ""

    def run(self, *words: str) -> str:
        """What `engage` prints when it is given these words. Raises CalledProcessError."""
        environment = {**os.environ, "ENGAGE_DATA_DIR": str(self.folder), "ENGAGE_DATABASE_URL": self.database_url}
        told = subprocess.run([ENGAGE, *words], env=environment, check=True, capture_output=True, text=True)
        return told.stdout


def load_once(folder: Path, make_database: Callable[[], str]) -> Demonstration:
    """The first who comes loads it, into a database of its own; whoever else comes meanwhile waits."""
    folder.mkdir(exist_ok=True)
    printed = folder / "printed"
    with _alone(folder / "lock"):
        if not printed.exists():
            loading = Demonstration(folder, make_database())
            loading.run("upgrade")
            printed.write_text(loading.database_url + "\n" + loading.run("demo"))
    database_url, _, words = printed.read_text().partition("\n")
    return Demonstration(folder, database_url, words)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
