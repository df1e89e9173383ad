"""What a survey weighs on a phone: a first visit of at most 75 KB in eight requests, then 4 KB a page."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage.surveys.library import list_instruments
from tests.builders import make_programme, make_survey
from tests.page_checks import attribute, read_page
from tests.pages import PageClient

KB = 1024
FIRST_VISIT, MOST_REQUESTS, LATER_PAGE = 75 * KB, 8, 4 * KB
FILES = "link[rel=stylesheet], link[rel=preload], script[src], img[src]"
DOCUMENTS = {shipped.name: shipped.document for shipped in list_instruments()}


def fetch(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)


def files_of(client: PageClient, address: str) -> list[str]:
    """Everything a browser fetches with a page, each once."""
    soup = read_page(client.flask.get(address).get_data(as_text=True))
    found = [attribute(tag, "href") or attribute(tag, "src") for tag in soup.select(FILES)]
    return sorted({urljoin(address, file) for file in found if not file.startswith("data:")})


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_first_visit_is_light_and_takes_few_requests(client: PageClient, document: str) -> None:
    make_survey(make_programme(), document=document)
    files = files_of(client, "/s/your-say")
    received = [fetch(client.flask, address) for address in ["/s/your-say", *files]]
    assert [response.status_code for response in received] == [200] * len(received)
    assert len(received) <= MOST_REQUESTS
    assert sum(len(response.data) for response in received) <= FIRST_VISIT


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_each_later_page_is_small_and_brings_no_more_files(client: PageClient, document: str) -> None:
    survey = make_survey(make_programme(), document=document)
    page = client.get("/s/your-say").submit(assent=True)
    fetched = set(files_of(client, "/s/your-say"))
    for _ in range(len(survey.document)):
        assert len(fetch(client.flask, page.address).data) <= LATER_PAGE, page.address
        assert set(files_of(client, page.address)) <= fetched
        if page.h1 == "Check your answers":
            break
        page = page.submit("Skip this question") if "Skip this question" in page.text else page.submit("Next")
    assert page.h1 == "Check your answers"


def test_what_a_page_brings_is_named_by_its_content_and_kept_for_a_year(client: PageClient) -> None:
    make_survey(make_programme())
    built = [address for address in files_of(client, "/s/your-say") if address.startswith("/assets/")]
    assert len(built) >= 4
    for address in built:
        cached = fetch(client.flask, address).headers["Cache-Control"]
        assert ("max-age=31536000" in cached, "immutable" in cached) == (True, True), address
