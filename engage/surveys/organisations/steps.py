"""Where an organisation's way through a survey differs from a person's."""

from __future__ import annotations

from flask import url_for

from engage.surveys import pages
from engage.surveys.models import Identity
from engage.surveys.organisations.queries import list_marked
from engage.surveys.responses import Visit


def is_organisation(visit: Visit) -> bool:
    return visit.identity == Identity.ORGANISATION


def after_assent(visit: Visit) -> str:
    """The page of who they answer for, or straight to the first question."""
    if is_organisation(visit):
        return url_for("respond.organisation", survey=visit.slug)
    return first_question(visit)


def first_question(visit: Visit) -> str:
    first = pages.setting_of(visit).instrument.pages[0]
    return url_for("respond.question", survey=visit.slug, item_id=first.id)


def marks_of(visit: Visit) -> dict[str, list[str]]:
    """The pages on which something is marked as commercially confidential, by id, each with the lots it is marked for
    (none where a page does not ask about lots)."""
    if not is_organisation(visit):
        return {}
    marked = list_marked(response_id=visit.draft_id)
    with_marks = (
        page for page in pages.setting_of(visit).instrument.pages if marked & {part.id for part in page.parts}
    )
    return {
        page.id: [row.label for row, part in zip(page.rows, page.parts, strict=False) if part.id in marked]
        for page in with_marks
    }
