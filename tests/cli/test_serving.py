"""`engage serve` as a deployment runs it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from benchmarks.servers import Platform, children

PATIENCE = 60


def job_worker(platform: Platform) -> int | None:
    """The process that does the jobs, once there is one."""
    for child in children(platform.process.pid):
        if Path(f"/proc/{child}/cmdline").read_bytes().endswith(b"engage\0work\0"):
            return child
    return None


def wait_for_job_worker(platform: Platform, other_than: int | None = None) -> int:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        if (found := job_worker(platform)) not in (None, other_than):
            return found
        time.sleep(0.05)
    raise TimeoutError("no job worker")


def test_a_job_worker_that_dies_is_followed_by_another(tmp_path: Path) -> None:
    platform = Platform(tmp_path)
    platform.start()
    try:
        first = wait_for_job_worker(platform)
        os.kill(first, signal.SIGKILL)
        assert wait_for_job_worker(platform, other_than=first)
    finally:
        platform.stop()
