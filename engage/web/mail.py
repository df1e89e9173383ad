"""Letters to people who sign in. Where no mail server is set, they are printed to the server's console instead."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import click
from flask import current_app

PATIENCE = 10  # seconds to wait for the mail server


class MailNotSentError(Exception):
    """The mail server refused the letter, or did not answer."""


def is_set() -> bool:
    """Whether letters leave the building (ENGAGE_MAIL_URL is set)."""
    return bool(current_app.config["ENGAGE"].mail_url)


def send(*, to: str, subject: str, body: str) -> None:
    """Send a plain letter by ENGAGE_MAIL_URL, from ENGAGE_MAIL_FROM. Raises MailNotSentError."""
    settings = current_app.config["ENGAGE"]
    if not settings.mail_url:
        click.echo(f"\nNo mail server is set, so this is not sent.\nTo: {to}\nSubject: {subject}\n\n{body}\n", err=True)
        return
    letter = EmailMessage()
    letter["To"], letter["From"], letter["Subject"] = to, settings.mail_from, subject
    letter.set_content(body)
    try:
        with _connect(urlsplit(settings.mail_url)) as server:
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
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
