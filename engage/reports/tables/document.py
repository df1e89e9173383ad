"""The document of a table: what it says, frozen when it was made. Every figure in it came through `protect()`."""

from __future__ import annotations

from engage.reports.summary import Figure, Frozen, Middle


class Row(Frozen):
    label: str
    cells: tuple[Figure, ...]


class Column(Frozen):
    """A group: an audience, or those who chose an option. `base` says how many of it there are."""

    label: str
    base: str
    # How this audience was asked, where that is in other words; and where its answers lie, of a scale or a number.
    question: str = ""
    middle: Middle | None = None


class TableDocument(Frozen):
    """A table of the question `rows`, by audience or by another question (`columns`) within one audience (`whose`)."""

    wave: str
    rows: str
    columns: str = ""
    whose: str = ""
    groups: tuple[Column, ...]
    lines: tuple[Row, ...]
    threshold: int
    # By how many people a figure is moved at most; nought in tables made before figures were moved.
    noise: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every figure is told."""
        return all(cell.count is not None for line in self.lines for cell in line.cells)
