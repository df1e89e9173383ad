"""Analysis keeps to itself: what it imports starts no thread, leaves no trace and lets a forked process end."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, signal, sys
from engage.analysis import minilm
print(len(os.listdir("/proc/self/task")), flush=True)
if os.fork() == 0:
    signal.alarm(10)
    sys.exit(0)
print(os.wait()[1])
"""


def test_no_library_tells_its_makers_that_it_is_used_or_keeps_a_process_from_ending(tmp_path: Path) -> None:
    """In a Python of its own, its home an empty folder and without the threads of numpy's algebra."""
    alone = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "OPENBLAS_NUM_THREADS": "1"}
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"} | alone
    told = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["1", "0"]
    assert list(tmp_path.iterdir()) == []
