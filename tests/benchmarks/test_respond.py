"""The load that `make bench` puts on answering."""

from __future__ import annotations

from benchmarks.stored import TWELVE
from engage.surveys.instrument import read_instrument


def test_whatever_is_answered_every_question_of_the_measured_survey_is_asked() -> None:
    instrument = read_instrument(TWELVE.read_text())
    assert len(instrument.questions) == 12
    assert not instrument.is_routed
