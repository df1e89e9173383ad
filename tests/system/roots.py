"""Bare Debian systems in folders of their own, in which a command sees nothing of this machine but its network.

A root is made once by debootstrap and kept; every test has a copy, which goes with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "engage-roots"
PACKAGES = "python3,python3-venv,make,ca-certificates,git"
MIRROR = os.environ.get("ENGAGE_DEBIAN_MIRROR", "http://deb.debian.org/debian")
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
# How this machine reaches the world, which the root must be told too.
NETWORK = ("proxy", "_cert", "_ca_", "cafile", "_cainfo", "bundle")

# Several systems may be set up on a busy machine.
PATIENT = {"UV_HTTP_TIMEOUT": "180"}


def why_not() -> str:
    """Why no bare system can be made here; nothing where it can."""
    if os.geteuid() != 0:
        return "only root can make a bare Debian system"
    missing = [command for command in ("debootstrap", "unshare", "chroot") if shutil.which(command) is None]
    return f"{missing[0]} is not installed" if missing else ""


@dataclass(frozen=True)
class Root:
    """A bare system in `folder`, with a copy of the project in `/srv/engage`."""

    name: str
    folder: Path
    project: str = "/srv/engage"

    def command(self, *words: str) -> list[str]:
        """The command line that does this inside, with processes of its own that end with it."""
        inside = ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.folder}/proc"]
        return [*inside, "chroot", str(self.folder), "sh", "-c", f'cd {self.project} && exec "$@"', "sh", *words]

    def environment(self, **more: str) -> Mapping[str, str]:
        """A stranger's variables, and how to reach the network."""
        network = {name: value for name, value in os.environ.items() if any(part in name.lower() for part in NETWORK)}
        return {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", **PATIENT} | network | more

    def run(self, *words: str, **more: str) -> str:
        """What the command prints; both streams. Raises RuntimeError with the end of it where the command fails."""
        environment = self.environment(**more)
        command = self.command(*words)
        ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if ended.returncode:
            raise RuntimeError(f"{' '.join(words)} failed in {self.name}:\n{ended.stdout[-4000:]}")
        return ended.stdout

    @contextmanager
    def running(self, *words: str, log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """The command, running until the block is left; what it prints goes to `log`."""
        with log.open("wb") as printed:
            process = subprocess.Popen(
                self.command(*words),
                env=self.environment(**more),
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
            try:
                yield process
            finally:
                # The first process of a root heeds no signal that can be heeded; unshare takes all with it.
                process.kill()
                process.wait(60)


def make_root(suite: str, to: Path) -> Root:
    """A copy of the bare system called `suite`, made first where there is none."""
    kept = KEPT / suite
    if not kept.exists():
        _bootstrap(suite, kept)
    subprocess.run(["cp", "--archive", "--reflink=auto", kept, to], check=True)
    shutil.copy("/etc/resolv.conf", to / "etc/resolv.conf")
    if AUTHORITIES.exists():
        shutil.copy(AUTHORITIES, to / AUTHORITIES.relative_to("/"))
    return Root(suite, to)


def _bootstrap(suite: str, kept: Path) -> None:
    """Under another name until it is whole."""
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_name(f"{suite}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(unfinished), MIRROR]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    unfinished.rename(kept)
