"""Every page that a role is led to, and every form on it as the page gives it: nothing ends in a refusal or a fault."""

from __future__ import annotations

import shutil
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from engage.accounts.models import Membership, Role, User
from engage.app import create_app
from engage.config import Settings
from engage.database import db
from tests.demonstration import Demonstration
from tests.page_checks import attribute, read_page, spoken_name
from tests.pages import form_values

START = "/"
# Pages of one kind differ by what they show, not by who may open them: a few of each are walked.
PAGES_OF_A_KIND = 2
# What forgets who is there, and with them the tokens of the forms met before.
ENDINGS = frozenset({"accounts.sign_out", "respond.leave"})
BROKEN = frozenset({400, 403, 404, 405, 500})


class Walk:
    """What one person meets who follows every link and then presses every button. `wrong` says what broke where."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client
        self.wrong: list[str] = []
        self.forms: dict[tuple[str, str], tuple[str, Tag]] = {}
        self._walked: Counter[str] = Counter()

    def follow_links(self) -> None:
        """Open every page that links lead to, a few of each kind."""
        waiting = deque([(START, START)])
        met = {START}
        while waiting:
            origin, address = waiting.popleft()
            page = self._open(origin, address)
            for link in self._links(page, address) if page else ():
                if link not in met and self._is_wanted(link):
                    met.add(link)
                    waiting.append((address, link))

    def press_buttons(self) -> None:
        """Send each form that was met, as its page gave it."""
        for (kind, button), (page, form) in sorted(self.forms.items(), key=lambda each: each[0]):
            target = urljoin(page, attribute(form, "action"))
            status = self._status("POST", target, form_values(form))
            if status in BROKEN - {404}:  # what an earlier button removed is gone
                self.wrong.append(f"{button!r} ({kind}) on {page} ended in {status}")

    def _open(self, origin: str, address: str) -> BeautifulSoup | None:
        try:
            response = self.client.get(address, follow_redirects=True)
        except Exception as fault:  # whatever a page raises is what this test is for
            self.wrong.append(f"{address} from {origin} raised {fault!r}")
            return None
        if response.status_code in BROKEN:
            self.wrong.append(f"{address} from {origin} answered {response.status_code}")
            return None
        return read_page(response.get_data(as_text=True)) if response.mimetype == "text/html" else None

    def _status(self, method: str, address: str, values: dict[str, list[str]]) -> int:
        try:
            return self.client.open(address, method=method, data=values, follow_redirects=True).status_code
        except Exception as fault:
            self.wrong.append(f"{address} raised {fault!r}")
            return 0

    def _links(self, page: BeautifulSoup, address: str) -> Iterator[str]:
        for form in page.select("form"):
            if attribute(form, "method").lower() == "post":
                kind = self._kind(urljoin(address, attribute(form, "action")), "POST")
                button = form.find("button")
                if kind not in ENDINGS:
                    self.forms.setdefault((kind, spoken_name(button) if button else ""), (address, form))
        for link in page.select("a[href]"):
            yield urljoin(address, attribute(link, "href")).partition("#")[0]

    def _is_wanted(self, link: str) -> bool:
        parts = urlsplit(link)
        if parts.netloc or parts.scheme:
            return False
        names = sorted(part.partition("=")[0] for part in parts.query.split("&"))
        kind = self._kind(parts.path, "GET")
        self._walked[f"{kind}?{'&'.join(names)}"] += 1
        return kind not in ENDINGS and self._walked[f"{kind}?{'&'.join(names)}"] <= PAGES_OF_A_KIND

    def _kind(self, path: str, method: str) -> str:
        try:
            return str(self.app.url_map.bind("localhost").match(urlsplit(path).path, method=method)[0])
        except HTTPException:
            return path


@pytest.fixture
def app_with_demonstration(demonstration: Demonstration, tmp_path: Path) -> Iterator[Flask]:
    if demonstration.database_url:
        pytest.skip("walked once, on SQLite")
    shutil.copytree(demonstration.folder, tmp_path, dirs_exist_ok=True)
    app = create_app(Settings(data_dir=tmp_path, testing=True))
    yield app
    with app.app_context():
        db.engine.dispose()


def sign_in(app: Flask, role: Role) -> FlaskClient:
    with app.app_context():
        query = select(User).join(Membership).where(Membership.role == role).order_by(User.id)
        found = db.session.scalars(query).first()
        assert found is not None
        identity = found.get_id()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = identity, True
    return client


@pytest.mark.parametrize("role", list(Role))
def test_no_link_and_no_button_is_refused(app_with_demonstration: Flask, role: Role) -> None:
    walk = Walk(app_with_demonstration, sign_in(app_with_demonstration, role))
    walk.follow_links()
    walk.press_buttons()
    assert walk.wrong == []
    assert len(walk.forms) > 0
