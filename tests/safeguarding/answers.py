"""Answers that triage holds, and sending them."""

from __future__ import annotations

from engage.surveys.models import Response, Survey
from engage.surveys.signals import responses_submitted
from tests.builders import make_response

WORRYING = "my dad hits me and i want to kill myself"
POLISH = "Nauczyciele są dobrzy, ale nie ma żadnej pomocy dla mojego dziecka"
ADDRESS = "/staff/alternative-provision/safeguarding"


def send(survey: Survey, *said: str) -> list[Response]:
    responses = [make_response(survey, what_works=words) for words in said]
    responses_submitted.send(None, response_ids=[response.id for response in responses])
    return responses
