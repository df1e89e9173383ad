from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from engage.web import mail

LETTER = {"to": "officer@testham.example", "subject": "A link", "body": "Here it is: £5"}

YES = "250 yes"
ANSWERS = {"EHLO": YES, "MAIL": YES, "RCPT": YES, "DATA": "354 go on", ".": YES, "QUIT": "221 bye"}


class PostOffice(socketserver.StreamRequestHandler):
    """A mail server that takes one letter and says yes to everything."""

    received: list[str]

    def handle(self) -> None:
        self.say("220 ready")
        for line in self.rfile:
            word = line.decode().strip()
            self.received.append(word)
            verb = word[:4].upper()
            if verb in ANSWERS:
                self.say(ANSWERS[verb])
            if verb == "QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def post_office() -> Iterator[socketserver.TCPServer]:
    PostOffice.received = []
    with socketserver.TCPServer(("127.0.0.1", 0), PostOffice) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def set_mail(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    settings = app.config["ENGAGE"].model_copy(update={"mail_url": url, "mail_from": "engage@testham.example"})
    monkeypatch.setitem(app.config, "ENGAGE", settings)


def test_a_letter_goes_to_the_mail_server(
    app: Flask, monkeypatch: pytest.MonkeyPatch, post_office: socketserver.TCPServer
) -> None:
    set_mail(app, monkeypatch, f"smtp://127.0.0.1:{post_office.server_address[1]}")
    mail.send(**LETTER)
    assert "rcpt TO:<officer@testham.example>" in PostOffice.received
    assert "From: engage@testham.example" in PostOffice.received
    assert "Subject: A link" in PostOffice.received


def test_a_mail_server_that_does_not_answer_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail(app, monkeypatch, "smtp://127.0.0.1:1")
    with pytest.raises(mail.MailNotSentError):
        mail.send(**LETTER)


def test_with_no_mail_server_a_letter_is_printed(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    mail.send(**LETTER)
    assert "Here it is: £5" in capsys.readouterr().err
    assert not mail.is_set()
