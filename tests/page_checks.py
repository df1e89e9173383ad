"""What every page must be, as checks that each take a page and yield its faults in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

import html5lib
from bs4 import BeautifulSoup, Tag
from html5lib.constants import E as HTML_ERRORS

UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
NAMING = ("aria-label", "aria-labelledby")
FORM_FIELDS = "input, select, textarea"


def words(tag: Tag | None) -> str:
    """The text of an element, its spaces as a reader sees them."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def spoken_name(tag: Tag) -> str:
    """What a screen reader calls a link or button."""
    return attribute(tag, "aria-label") or words(tag)


def attribute(tag: Tag, name: str) -> str:
    return str(tag.get(name) or "")


def invalid_html(html: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    for (line, _column), code, details in parser.errors:
        yield f"line {line}: {HTML_ERRORS[code] % details}"


def wrong_headings(soup: BeautifulSoup) -> Iterator[str]:
    headings = [words(heading) for heading in soup.find_all("h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1 headings: {headings}"
        return
    title = words(soup.title).removeprefix("Error: ")
    if not headings[0] or not title.startswith(headings[0]):
        yield f"the title {title!r} does not start with the heading {headings[0]!r}"


def missing_language(soup: BeautifulSoup) -> Iterator[str]:
    if not soup.html or not soup.html.get("lang"):
        yield "the html element has no lang"


def repeated_ids(soup: BeautifulSoup) -> Iterator[str]:
    counts = Counter(attribute(tag, "id") for tag in soup.find_all(id=True))
    yield from (f"id {name!r} is used {count} times" for name, count in counts.items() if count > 1)


def unlabelled_fields(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {attribute(label, "for") for label in soup.find_all("label") if words(label)}
    for field in soup.select(FORM_FIELDS):
        if attribute(field, "type") in UNLABELLED or field.find_parent("label"):
            continue
        if field.get("id") not in labelled and not any(field.get(name) for name in NAMING):
            yield f"the field {field.get('name')!r} has no label"


def dangling_references(soup: BeautifulSoup) -> Iterator[str]:
    """Links within the page, and what aria attributes and labels point at, that are not there."""
    ids = {attribute(tag, "id") for tag in soup.find_all(id=True)} | {"", "top"}
    for link in soup.select("a[href^='#']"):
        if attribute(link, "href")[1:] not in ids:
            yield f"the link {link['href']!r} leads nowhere"
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for tag in soup.find_all(attrs={name: True}):
            missing = set(attribute(tag, name).split()) - ids
            yield from (f"{name}={target!r} names nothing" for target in sorted(missing))


def inline_code(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(True):
        names = [name for name in tag.attrs if name == "style" or name.startswith("on")]
        yield from (f"<{tag.name}> has an inline {name}" for name in names)
    for tag in soup.select("style, script:not([src])"):
        if attribute(tag, "type") not in {"application/json", "application/ld+json"}:
            yield f"an inline <{tag.name}>"


def unprotected_forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.select("form[method=post i]"):
        if not form.select_one("input[name=csrf_token][value]"):
            yield f"the form to {attribute(form, 'action') or 'this page'!r} has no CSRF token"


PAGE_CHECKS: tuple[Callable[[BeautifulSoup], Iterator[str]], ...] = (
    wrong_headings,
    missing_language,
    repeated_ids,
    unlabelled_fields,
    dangling_references,
    inline_code,
    unprotected_forms,
)


@lru_cache(maxsize=4)
def read_page(html: str) -> BeautifulSoup:
    """A page as a tree, judged and then read by the test. Python's own parser reads valid pages as browsers do, and in
    a third of html5lib's time."""
    return BeautifulSoup(html, "html.parser")


def faults(html: str) -> list[str]:
    """What is wrong with a page, in words; an empty list for a page as it must be."""
    soup = read_page(html)
    return [*invalid_html(html), *(fault for check in PAGE_CHECKS for fault in check(soup))]
