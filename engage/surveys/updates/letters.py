"""The letter that tells people of the result. One job writes one letter, to an address it is given the id of."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import gettext as _

from engage.database import db
from engage.surveys.models import Survey
from engage.surveys.updates import operations
from engage.surveys.updates.models import UpdateAddress
from engage.web import mail

# Where commands and jobs say the site is, when no ENGAGE_BASE_URL is set.
LOCAL = "http://127.0.0.1:8000"


class Letter(NamedTuple):
    subject: str
    body: str


class NotSent(Exception):
    """The mail server did not take the letter, for the n-th time."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures


def write_letter(address_id: uuid.UUID) -> None:
    """Write to one address and forget it; nothing happens where somebody else has done so. Raises NotSent."""
    is_mine = operations.claim(address_id=address_id)
    db.session.commit()
    if not is_mine:
        return
    address = db.session.get_one(UpdateAddress, address_id)
    try:
        _send(address)
    except mail.MailNotSentError:
        failures = operations.put_back(address=address)
        db.session.commit()
        raise NotSent(failures) from None  # the server's words may hold the address
    operations.forget(address_id=address_id)
    db.session.commit()


def compose(survey: Survey) -> Letter:
    """What is written to those who answered a survey: the same to each of them."""
    programme = survey.wave.programme
    with current_app.test_request_context(base_url=current_app.config["ENGAGE"].base_url or LOCAL):
        link = url_for("you_said.you_said_we_did", programme=programme.slug, _external=True)
    return Letter(
        subject=_("What you said, and what we did: %(programme)s", programme=programme.title),
        body=_(
            "Hello,\n\nYou asked us to tell you when there is a result of “%(survey)s”.\n\n"
            "What people said and what we did about it is here:\n%(link)s\n\n"
            "This is the only letter. We have deleted your address.\n\n%(council)s",
            survey=survey.title,
            link=link,
            council=programme.council.name,
        ),
    )


def _send(address: UpdateAddress) -> None:
    letter = compose(address.survey)
    mail.send(to=address.email, subject=letter.subject, body=letter.body, is_shown=False)
