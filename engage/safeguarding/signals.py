"""What safeguarding tells the rooms above."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from blinker import signal


class Publication(NamedTuple):
    """Words of an answer stand as a quote in an edition of a wave's summary; `in_public` where anybody may have read
    them, on a public page."""

    answer_id: uuid.UUID
    wave: str
    number: int
    published_on: dt.date
    in_public: bool


# Sent inside the transaction that submits or releases: sender None, `answer_ids` a list of uuid.UUID of open
# answers that are not, or no longer, on hold.
answers_cleared = signal("answers-cleared")
# Sent inside the transaction that stores translations: sender None, `answer_ids` the same.
answers_translated = signal("answers-translated")
# Sent after the commit, when answers wait for a job to read what they mean: sender None.
reading_wanted = signal("reading-wanted")
# Sent after the commit, when somebody is to be written to: sender None, `programme_id` and `user_id`.
letter_due = signal("letter-due")
# Asked where a lead looks at what is on hold: sender None, `answer_ids` a collection of uuid.UUID. Each receiver
# answers with where words of these answers were published, a list of Publication.
publications_wanted = signal("publications-wanted")


def publications_of(answer_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Publication]]:
    """Where words of these answers were published, the earliest first; only answers of which any were."""
    found: dict[uuid.UUID, list[Publication]] = {}
    for _receiver, publications in publications_wanted.send(None, answer_ids=answer_ids):
        for publication in sorted(publications, key=lambda one: (one.published_on, one.number)):
            found.setdefault(publication.answer_id, []).append(publication)
    return found
