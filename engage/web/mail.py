"""Letters. Where no mail server is set they are kept in a folder, a file each (.eml), for somebody to look at."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import click
from flask import current_app

PATIENCE = 10  # seconds to wait for the mail server
LOCAL_SENDER = "engage@localhost"


class MailNotSentError(Exception):
    """The mail server refused the letter, or did not answer."""


def is_set() -> bool:
    """Whether letters leave the building (ENGAGE_MAIL_URL is set)."""
    return bool(current_app.config["ENGAGE"].mail_url)


def send(*, to: str, subject: str, body: str, is_shown: bool = True) -> None:
    """Send a plain letter by ENGAGE_MAIL_URL, from ENGAGE_MAIL_FROM. Raises MailNotSentError.

    Where no server is set it goes to a file in ENGAGE_MAIL_FOLDER and, if it may be shown, to the console too. Letters
    to the public may not: their addresses belong in no log.
    """
    settings = current_app.config["ENGAGE"]
    letter = EmailMessage()
    letter["To"], letter["From"], letter["Subject"] = to, settings.mail_from or LOCAL_SENDER, subject
    letter.set_content(body)
    if not settings.mail_url:
        _keep(letter, settings.mail_folder or settings.data_dir / "mail")
        if is_shown:
            click.echo(
                f"\nNo mail server is set, so this is not sent.\nTo: {to}\nSubject: {subject}\n\n{body}\n", err=True
            )
        return
    try:
        with _connect(urlsplit(settings.mail_url)) as server:
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSentError(str(error)) from error


def _keep(letter: EmailMessage, folder: Path) -> None:
    """A file only we can read: it holds an address, and sometimes a link that opens an account."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{uuid.uuid4().hex}.eml"
        path.touch(mode=0o600)
        path.write_bytes(letter.as_bytes())
    except OSError as error:
        raise MailNotSentError(str(error)) from error


def _connect(url: SplitResult) -> smtplib.SMTP:
    """`smtps` is encrypted from the first byte; `smtp` as soon as the server offers it."""
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    server = kind(url.hostname or "", url.port or 0, timeout=PATIENCE)
    server.ehlo()
    if url.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
