"""What this room asks the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from blinker import signal


@dataclass(frozen=True)
class Source:
    """Where a text is written: what it is, of which record, and the same in words for the safeguarding lead."""

    programme_id: int
    name: str
    id: int
    place: str


@dataclass(frozen=True)
class WrittenText:
    """Paragraphs that somebody has just written. A name may be in any language; words about a kind of thing ("bullying
    and fights") are held only where they read as if they were about somebody. What is not stored where a part is held
    (`is_refused`) may be written again in other words."""

    source: Source
    author_id: int | None
    paragraphs: tuple[str, ...]
    is_name: bool
    is_kind: bool = False
    is_refused: bool = False


# Sent inside the transaction that stores a text: sender None, `written` a WrittenText. The one receiver answers with
# the HeldPassage that stands for each paragraph which nobody may read yet: dict[str, HeldPassage].
text_written = signal("text-written")
