"""What people of the demonstration answered: page by page and sent, or left as a draft, as if at their own browsers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from engage.demo.plan import PlannedResponse, PlannedSurvey, read_responses
from engage.surveys import responses
from engage.surveys.editions import read_edition
from engage.surveys.equality import operations as equality
from engage.surveys.importing.mapping import read_cell
from engage.surveys.instrument import Instrument
from engage.surveys.inviting import operations as inviting
from engage.surveys.models import Survey
from engage.surveys.organisations import operations as organisations
from engage.surveys.responses import Said
from engage.surveys.updates.operations import leave_address

# The namespace of the responses' ids. They are made from the plan's, so that a later step finds them again.
RESPONSES = uuid.UUID("0f7a8a3e-6f0e-4e0b-9b7e-2d1c5c4b8a61")


def response_id_of(planned_id: str) -> uuid.UUID:
    """The id under which the response that the plan calls `planned_id` is stored."""
    return uuid.uuid5(RESPONSES, planned_id)


def answer(*, survey: Survey, planned: PlannedSurvey) -> None:
    """Everything that reaches an open survey: by its routes the responses, and apart from them what people say about
    themselves and the addresses they leave."""
    tokens = {
        route.slug: inviting.add_route(survey=survey, name=route.name, size=route.size).token
        for route in planned.routes
    }
    instrument = read_edition(survey.editions[-1])
    for response in read_responses(planned):
        _answer(survey, instrument, response, via=tokens.get(response.route, ""))
    for choices in _people(planned.about_you):
        equality.store_answers(survey_id=survey.id, once=uuid.uuid4(), choices=choices)
    for email in planned.updates:
        leave_address(survey_id=survey.id, email=email)


def _answer(survey: Survey, instrument: Instrument, planned: PlannedResponse, *, via: str) -> None:
    response_id = response_id_of(planned.id)
    responses.begin(response_id=response_id, survey_id=survey.id, edition_id=survey.editions[-1].id, via=via)
    if planned.organisation is not None:
        said = planned.organisation.model_dump()
        organisations.say_organisation(response_id=response_id, survey_id=survey.id, **said)
    for item_id, cell in planned.cells.items():
        found = read_cell(instrument.by_id[item_id], cell)
        said_to_it = Said(found.state, found.options, found.text)
        responses.store_answer(response_id=response_id, item_id=item_id, said=said_to_it)
    if planned.confidential:
        organisations.mark_confidential(response_id=response_id, item_ids=planned.confidential)
    if planned.is_sent:
        responses.submit(response_id=response_id, helped=planned.help)


def _people(about_you: Mapping[str, Mapping[str, int]]) -> Iterator[dict[str, str]]:
    """A person's choices by question, for as many as made one; who made which two is not in the plan."""
    chosen = [[choice for choice, count in counts.items() for _ in range(count)] for counts in about_you.values()]
    for choices in zip_longest(*chosen):
        yield {question: choice for question, choice in zip(about_you, choices, strict=True) if choice}
