"""The kinds of part that a programme is made of, and how each is named and ordered."""

from __future__ import annotations

from typing import NamedTuple

from engage.database import Model
from engage.programmes.models import Audience, Kloe, Lot, Milestone, Phase, SpecificationSection, Wave


class Kind(NamedTuple):
    """`name` and `place` are columns: what a part is called, and where it stands among its like.

    No `place`: the parts stand in the order of their days. `is_numbered_by_hand`: people know the parts by their
    numbers, so those change only where an officer says so.
    """

    model: type[Model]
    siblings: str
    called: str
    name: str = "title"
    place: str = "number"
    is_numbered_by_hand: bool = False
    has_slug: bool = False


KINDS = {
    "waves": Kind(Wave, "waves", "wave"),
    "phases": Kind(Phase, "phases", "phase"),
    "milestones": Kind(Milestone, "milestones", "milestone", place=""),
    "audiences": Kind(Audience, "audiences", "audience", name="name", place="position", has_slug=True),
    "kloes": Kind(Kloe, "kloes", "line of enquiry", place="position", has_slug=True),
    "lots": Kind(Lot, "lots", "lot", is_numbered_by_hand=True),
    "sections": Kind(SpecificationSection, "sections", "section", is_numbered_by_hand=True, has_slug=True),
}
KIND_OF = {kind.model: kind for kind in KINDS.values()}
