"""What a frame says of its codes is read by everybody who codes: words about somebody do not get into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from engage.accounts.models import User
from engage.coding.frame_file import FrameRefused, Problem, Row, library_frame
from engage.coding.models import Code
from engage.passages.operations import WordsHeld, refuse_held
from engage.passages.signals import Source

WORDS = ("name", "definition", "use_when", "not_when", "examples")
HELD = (
    "This may be about somebody, so it is not saved, and the safeguarding lead reads it. Say what the code is for, "
    "without telling about a person"
)
# The row of a file under the column names.
FIRST_ROW = 2


class FrameWordsHeld(FrameRefused, WordsHeld):
    """Some cells of the file may be about somebody."""


def words_of(codes: Iterable[Code]) -> set[str]:
    """Every text of these codes, and of the library's: they need not be looked at again."""
    texts = {getattr(code, name) for code in codes for name in WORDS}
    return texts | {row[name] for row in library_frame() for name in WORDS}


def refuse_words(*, programme_id: int, words: Row, before: Collection[str], author: User | None) -> None:
    """Let nothing of these words through that may be about somebody, but for what stands in the frame. All of them are
    looked at, so that the lead has them all. Raises WordsHeld."""
    faults = [fault for name in WORDS if (fault := _fault(programme_id, words, name, before, author))]
    if faults:
        raise faults[0]


def refuse_rows(*, programme_id: int, rows: Sequence[Row], before: Collection[str], author: User | None) -> None:
    """The same of a whole file, cell by cell. Raises FrameWordsHeld."""
    problems = [
        Problem(row, name, HELD)
        for row, words in enumerate(rows, start=FIRST_ROW)
        for name in WORDS
        if _fault(programme_id, words, name, before, author)
    ]
    if problems:
        raise FrameWordsHeld(problems)


def _fault(programme_id: int, words: Row, name: str, before: Collection[str], author: User | None) -> WordsHeld | None:
    text = words.get(name, "").strip()
    if not text or text in before:
        return None
    source = Source(programme_id, "code", programme_id, f"What a code is for · {words.get('name', '').strip()[:60]}")
    try:
        refuse_held(text, source=source, author=author, message=HELD, field=name, is_kind=True)
    except WordsHeld as fault:
        return fault
    return None
