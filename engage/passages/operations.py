"""Triage of a text before it is stored."""

from __future__ import annotations

import hashlib
import re

from engage.accounts.models import User
from engage.database import DomainError
from engage.passages.columns import ENDS, MARK, TriagedText
from engage.passages.models import HeldPassage
from engage.passages.queries import marks_shown
from engage.passages.signals import Source, WrittenText, text_written

# What is between two paragraphs: a line without words.
BETWEEN = re.compile(r"(\s*\n[^\S\n]*\n\s*)")
# How a mark reads on a page, in any language: "[Held for the safeguarding lead #12]".
SHOWN = re.compile(r"\[[^\[\]\n]*#([0-9]+)\]")


class WordsHeld(DomainError):
    """Words that everybody reads at once are not stored where triage holds them. A safeguarding lead reads them all the
    same: the flags they raised are stored (`saving.undo`)."""

    is_followed_up = True


class NobodyTriages(RuntimeError):
    """Safeguarding is not there to look at a text, so it is not stored."""


def triage_text(
    text: str, *, source: Source, author: User | None, earlier: str = "", is_name: bool = False
) -> TriagedText:
    """The text with a mark in the place of each paragraph that nobody may read before the safeguarding lead did.

    `earlier` is the text as it was stored before: its marks may be in the new one, as pages show them, and its
    paragraphs are not triaged again where they are unchanged. A text that was triaged stays as it is.

    Raises NobodyTriages.
    """
    if isinstance(text, TriagedText):
        return text
    parts = BETWEEN.split(_with_marks(text, marks_shown(earlier, author_id=author.id if author else None)))
    looked_at = set(BETWEEN.split(earlier))
    new = [part for part in parts[::2] if MARK.sub("", part).strip() and part not in looked_at]
    held = _ask(WrittenText(source, author.id if author else None, tuple(dict.fromkeys(new)), is_name)) if new else {}
    parts[::2] = [held[part].mark if part in held else part for part in parts[::2]]
    return TriagedText("".join(parts))


def refuse_held(
    text: str, *, source: Source, author: User | None, message: str, field: str, is_kind: bool = False
) -> None:
    """Store nothing of a text of which triage holds a part: everybody would read the rest. Called before anything else
    is written. Once a lead released the words, they may be written. Raises WordsHeld."""
    parts, author_id = tuple(dict.fromkeys(paragraphs_of(text))), author.id if author else None
    if parts and _ask(WrittenText(source, author_id, parts, is_name=False, is_kind=is_kind, is_refused=True)):
        raise WordsHeld(message, field)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a stored text that have words, or a mark, in their order."""
    return [part for part in BETWEEN.split(text)[::2] if part.strip()]


def digest_of(paragraph: str) -> str:
    """By what a paragraph is known again: its words, however they are spaced and whatever is in capitals."""
    return hashlib.sha256(" ".join(paragraph.split()).casefold().encode(errors="replace")).hexdigest()


def without_paragraph(text: TriagedText, passage: HeldPassage) -> TriagedText:
    """The stored text with the passage's mark in the place of each paragraph that has its words."""
    parts = BETWEEN.split(text)
    parts[::2] = [passage.mark if digest_of(part) == passage.digest else part for part in parts[::2]]
    return TriagedText("".join(parts))


def _ask(written: WrittenText) -> dict[str, HeldPassage]:
    answers = text_written.send(None, written=written)
    if len(answers) != 1:
        raise NobodyTriages
    held: dict[str, HeldPassage] = answers[0][1]
    return held


def _with_marks(text: str, theirs: dict[str, str]) -> str:
    """The text as typed, with the marks of the earlier one back in the place of the words that stood for them."""
    return SHOWN.sub(lambda shown: theirs.get(shown[1], shown[0]), ENDS.sub("", text))
