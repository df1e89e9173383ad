"""A client that reads pages as people do, and knows what every page must be (see `page_checks`).

Forms are filled in and sent as the page offers them, hidden fields and all, so CSRF protection stays on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.page_checks import FORM_FIELDS, attribute, faults, read_page, spoken_name, words

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def form_values(form: Tag) -> dict[str, list[str]]:
    """What a browser would send if the form were submitted untouched."""
    values: dict[str, list[str]] = {}
    for field in form.select(FORM_FIELDS):
        if field.get("name") and not field.has_attr("disabled"):
            values.setdefault(attribute(field, "name"), []).extend(field_values(field))
    return {name: sent for name, sent in values.items() if sent}


def field_values(field: Tag) -> list[str]:
    if field.name == "select":
        return selected_values(field)
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    kind = attribute(field, "type")
    if kind in {"submit", "button", "reset", "image", "file"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [attribute(field, "value")]


def selected_values(field: Tag) -> list[str]:
    options = field.find_all("option")
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not field.has_attr("multiple"):
        chosen = options[:1]
    return [str(option.get("value", words(option))) for option in chosen]


@dataclass(frozen=True)
class Page:
    """A page as it was received. `address` is where the client ended, after redirects."""

    client: PageClient
    address: str
    response: TestResponse

    @cached_property
    def soup(self) -> BeautifulSoup:
        return read_page(self.response.get_data(as_text=True))

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return words(self.soup.title)

    @property
    def h1(self) -> str:
        return words(self.soup.h1)

    @property
    def text(self) -> str:
        """What the main part says (the whole page, where there is no main part)."""
        return words(self.soup.select_one("main") or self.soup.body)

    @property
    def links(self) -> dict[str, str]:
        """Each link's name and its address."""
        return {spoken_name(link): attribute(link, "href") for link in self.soup.select("a[href]")}

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: each message by its field (empty when it is about the whole form)."""
        found = self.soup.select(".govuk-error-summary__list li")
        return {self._field_at(item): words(item) for item in found}

    @property
    def messages(self) -> list[str]:
        """What the page says has just happened."""
        return [words(banner) for banner in self.soup.select(".done")]

    def select(self, selector: str) -> list[str]:
        """The words of every element that the CSS selector finds."""
        return [words(tag) for tag in self.soup.select(selector)]

    def click(self, link: str, status: int = 200) -> Page:
        """Follow the link with these words."""
        assert link in self.links, f"no link {link!r} among {sorted(self.links)}"
        return self.client.get(urljoin(self.address, self.links[link]), status)

    def submit(self, button: str | None = None, *, status: int = 200, **fields: object) -> Page:
        """Fill in the form and press the button with these words (the first one, when none is named).

        `fields` are text, True or False for a tick, a list for several, `(file, name)` for an upload.
        What is not named is sent as the page offers it. Follows the redirect and returns that page.
        """
        pressed = self._button(button)
        form = self._form_of(pressed)
        values: dict[str, object] = {**form_values(form)}
        if pressed.get("name"):
            values[attribute(pressed, "name")] = attribute(pressed, "value")
        self._fill_in(form, values, fields)
        target = urljoin(self.address, attribute(pressed, "formaction") or attribute(form, "action"))
        if attribute(form, "method").lower() == "post":
            return self.client.post(target, values, status=status)
        return self.client.get(target.partition("?")[0], status, query=values)

    def _fill_in(self, form: Tag, values: dict[str, object], fields: dict[str, object]) -> None:
        names = {attribute(field, "name") for field in form.select(FORM_FIELDS)}
        for name, value in fields.items():
            assert name in names, f"the form has no field {name!r}, only {sorted(names)}"
            if value is False or value is None:
                values.pop(name, None)
            else:
                values[name] = self._ticked_value(form, name) if value is True else value

    @staticmethod
    def _ticked_value(form: Tag, name: str) -> str:
        box = form.find("input", attrs={"name": name})
        assert isinstance(box, Tag)
        return str(box.get("value", "on"))

    def _button(self, wanted: str | None) -> Tag:
        buttons = self.soup.select("main form button:not([type=button]), main form input[type=submit]")
        named = [button for button in buttons if wanted in (None, spoken_name(button), button.get("value"))]
        assert named, f"no button {wanted!r} among {[spoken_name(button) for button in buttons]}"
        return named[0]

    def _form_of(self, button: Tag) -> Tag:
        owner = button.get("form")
        form = self.soup.find("form", id=owner) if owner else button.find_parent("form")
        assert isinstance(form, Tag), f"the button {words(button)!r} has no form"
        return form

    def _field_at(self, item: Tag) -> str:
        """The name of the field that an error's link leads to: itself, or the first in its group."""
        link = item.find("a")
        target = self.soup.find(id=attribute(link, "href")[1:]) if isinstance(link, Tag) else None
        if not isinstance(target, Tag):
            return ""
        field = target if target.name in {"input", "select", "textarea"} else target.select_one(FORM_FIELDS)
        return attribute(field, "name") if field else attribute(target, "id")


class PageClient:
    """Flask's test client, asking for pages and judging each.

    `get` and `post` fail the test unless the answer has `status` (after redirects) and, when it is HTML, has
    none of the `faults`. Forms posted by hand bring their own CSRF token; `Page.submit` sends the page's.
    """

    # The same page comes from either database, so it is judged once: it takes a quarter of a test's time.
    judges = "ENGAGE_TEST_DATABASE_URL" not in os.environ

    def __init__(self, client: FlaskClient) -> None:
        self.flask = client

    def get(self, url: str, status: int = 200, *, query: dict[str, object] | None = None) -> Page:
        return self._arrive(url, self.flask.get(url, query_string=query), status)

    def post(self, url: str, form: dict[str, object], *, status: int = 200) -> Page:
        content_type = "multipart/form-data" if any(is_file(value) for value in form.values()) else None
        return self._arrive(url, self.flask.post(url, data=form, content_type=content_type), status)

    def _arrive(self, url: str, response: TestResponse, status: int) -> Page:
        asked = url
        for _ in range(10):
            if response.status_code not in REDIRECTS or status in REDIRECTS:
                break
            url = self._local(urljoin(url, response.headers["Location"]), asked)
            response = self.flask.get(url)
        page = Page(self, url, response)
        assert response.status_code == status, f"{asked} answered {response.status_code}: {self._gist(page)}"
        if self.judges and response.mimetype == "text/html" and response.data and status not in REDIRECTS:
            wrong = faults(response.get_data(as_text=True))
            assert not wrong, f"{url} is not as a page must be:\n  " + "\n  ".join(wrong)
        return page

    @staticmethod
    def _local(url: str, asked: str) -> str:
        host = urlsplit(url).netloc
        assert host in {"", "localhost", urlsplit(asked).netloc}, f"{asked} led away, to {url}"
        return url

    @staticmethod
    def _gist(page: Page) -> str:
        return page.text[:400] if page.response.mimetype == "text/html" else page.response.mimetype


def is_file(value: object) -> bool:
    return isinstance(value, tuple) or hasattr(value, "read")
