"""One-time links on their way to people: as a letter, or on the server's console where no mail is set."""

from __future__ import annotations

from flask import current_app, request, url_for
from flask_babel import gettext as _

from engage.accounts.models import User
from engage.web import mail


def link_address(token: str) -> str:
    """The whole address of a one-time link, on ENGAGE_BASE_URL where that is set."""
    start: str = current_app.config["ENGAGE"].base_url or request.url_root
    return start.rstrip("/") + url_for("accounts.set_password", token=token).removeprefix(request.script_root)


def send_invitation(*, user: User, address: str, programme: str) -> None:
    """Raises MailNotSentError."""
    mail.send(
        to=user.email,
        subject=_("You are invited to work on %(programme)s", programme=programme),
        body=_(
            "Hello %(name)s,\n\nYou are invited to work on %(programme)s in Engage.\n\n"
            "Choose a password here within 7 days. The link works once:\n%(address)s\n\n"
            "If you did not expect this, you need do nothing.",
            name=user.name,
            programme=programme,
            address=address,
        ),
    )


def send_reset(*, to: str, name: str, address: str) -> None:
    """Raises MailNotSentError."""
    mail.send(
        to=to,
        subject=_("Choose a new password"),
        body=_(
            "Hello %(name)s,\n\nSomebody, we hope you, asked for a new password for Engage.\n\n"
            "Choose it here within 2 hours. The link works once:\n%(address)s\n\n"
            "If it was not you, you need do nothing: your password stays as it is.",
            name=name,
            address=address,
        ),
    )
