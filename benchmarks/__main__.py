"""What `make bench` runs, in about half an hour on two quiet cores; each part also runs on its own with more
to it."""

import argparse
from collections.abc import Sequence

from benchmarks import editions, hall, killing, publishing, respond, submissions

PARTS = (respond, submissions, killing, hall, publishing, editions)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every part, one after the other."""
    names = ", ".join(part.__name__.removeprefix("benchmarks.") for part in PARTS)
    argparse.ArgumentParser(prog="python -m benchmarks", description=f"{__doc__} They are: {names}.").parse_args(
        arguments
    )
    for part in PARTS:
        part.main([])


if __name__ == "__main__":
    main()
