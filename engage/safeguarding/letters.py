"""Letters to those who look after what is on hold. They say that something waits and where, and not a word of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from flask import current_app, url_for
from flask_babel import gettext as _

from engage.accounts.models import User
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import alerts, queries
from engage.safeguarding.alerts import Addressee
from engage.safeguarding.models import LetterKind
from engage.safeguarding.signals import publications_of
from engage.web import mail

# Where commands and jobs say the site is, when no ENGAGE_BASE_URL is set.
LOCAL = "http://127.0.0.1:8000"


class NotSent(Exception):
    """The mail server did not take the letter, for the n-th time."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures


def write_letters(addressee: Addressee) -> None:
    """Write to one person of all that is due, one letter of a kind. Marked as sent once the mail server has it: two
    letters are better than none. Raises NotSent."""
    for kind in LetterKind:
        due = alerts.list_letters(addressee, kind)
        if not due:
            continue
        db.session.rollback()  # nothing is held while the mail server thinks
        try:
            _send(addressee, kind, due)
        except mail.MailNotSentError:
            failures = alerts.mark_refused(addressee, kind, due)
            db.session.commit()
            raise NotSent(failures) from None  # the server's words may hold the address
        alerts.mark_sent(addressee, kind, due)
        db.session.commit()


def _send(addressee: Addressee, kind: LetterKind, due: Collection[uuid.UUID]) -> None:
    programme = db.session.get_one(Programme, addressee.programme_id)
    user = db.session.get_one(User, addressee.user_id)
    if kind == LetterKind.RAISED:
        subject, body = _to_lead(programme, was_published=_was_published(due))
    else:
        subject, body = _to_administrator(programme)
    mail.send(to=user.email, subject=subject, body=body, is_shown=False)


def _was_published(flag_ids: Collection[uuid.UUID]) -> bool:
    """Whether anything that these flags are about stood in an edition or in a published decision."""
    if publications_of(alerts.list_answers(flag_ids)):
        return True
    return bool(queries.published_decisions(queries.list_passages(flag_ids)))


def _to_lead(programme: Programme, *, was_published: bool) -> tuple[str, str]:
    published = _(
        "Some of what was raised had been published. While it is on hold, no page shows it to anybody but you and the "
        "other safeguarding leads.\n\n"
    )
    return _("Please look now: %(programme)s", programme=programme.title), _(
        "Hello,\n\nSomething is on hold for you that should be looked at now. Sign in to read it:\n%(link)s\n\n"
        "%(published)sLetters never say what it is. If somebody may be in danger now, ring 999.\n\n%(council)s",
        link=_address("safeguarding.list_flags", programme),
        published=published if was_published else "",
        council=programme.council.name,
    )


def _to_administrator(programme: Programme) -> tuple[str, str]:
    return _("Nobody has looked yet: %(programme)s", programme=programme.title), _(
        "Hello,\n\nSomething that the safeguarding lead should look at at once has waited for a day, and nobody has "
        "taken it. You cannot read it, and you need not. Please reach the safeguarding lead, or make somebody else one "
        "for as long as they are away:\n%(link)s\n\n%(council)s",
        link=_address("people.list_people", programme),
        council=programme.council.name,
    )


def _address(endpoint: str, programme: Programme) -> str:
    with current_app.test_request_context(base_url=current_app.config["ENGAGE"].base_url or LOCAL):
        return url_for(endpoint, programme=programme.slug, _external=True)
