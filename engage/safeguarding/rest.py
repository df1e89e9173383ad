"""What the same person said to the other questions, for a lead who has to judge how serious something is."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.surveys.editions import read_edition
from engage.surveys.models import Answer, AnswerState
from engage.surveys.organisations.queries import list_marked

WITHOUT_WORDS: dict[str, LazyString] = {
    AnswerState.SKIPPED: _l("Skipped"),
    AnswerState.DONT_KNOW: _l("Doesn’t know"),
}


def list_rest(answer: Answer) -> list[tuple[str, str]]:
    """Question and answer for everything else the same person said, in the order asked, but for what is commercially
    confidential: it is flagged itself where it worries us."""
    response = answer.response
    marked = list_marked(response_id=response.id)
    others = (other for other in response.answers if other.id != answer.id)
    said = {other.item_id: other for other in others if other.item_id not in marked}
    return [
        (item.question, _in_words(said[item.id])) for item in read_edition(response.edition).items if item.id in said
    ]


def _in_words(answer: Answer) -> str:
    if answer.state != AnswerState.ANSWERED:
        return str(WITHOUT_WORDS[answer.state])
    if answer.text is not None:
        return answer.text
    item = read_edition(answer.response.edition).by_id[answer.item_id]
    return ", ".join(item.option_label(option) for option in answer.options or ())
