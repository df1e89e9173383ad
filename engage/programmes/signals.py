"""What programmes ask of the rooms above."""

from __future__ import annotations

from collections.abc import Sequence

from blinker import signal

from engage.database import Model

# Sent before a part of a programme is removed, or the programme made a draft: sender None, `part` what it is about.
# Each receiver answers with what it has that hangs on the part, in words ("2 surveys"); none where it has nothing.
part_wanted_away = signal("part-wanted-away")


def what_needs(part: Model) -> list[str]:
    """What hangs on a part of a programme, in words; empty where it can be removed."""
    answers = part_wanted_away.send(None, part=part)
    return sorted(words for _receiver, found in answers for words in found)


def in_words(named: Sequence[str], most: int = 3) -> str:
    """A list as it stands in a sentence: "the code A, the code B and 4 more"."""
    shown = [*named[:most], *([f"{len(named) - most} more"] if len(named) > most else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
