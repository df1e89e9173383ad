"""What is kept of the meaning of answers: a second run does not compute it again."""

from __future__ import annotations

import pytest

from engage.analysis.minilm import find_weights
from engage.coding import machine, operations
from engage.coding.models import Meaning
from engage.coding.tables import read_meanings, read_tables
from engage.database import db
from engage.programmes.models import Programme
from engage.surveys.models import Survey
from tests.coding.frames import excerpt_of, submit

pytestmark = pytest.mark.skipif(find_weights() is None, reason="the sentence embeddings are not installed")


def test_a_second_run_computes_nothing_of_what_the_first_one_read(programme: Programme, survey: Survey) -> None:
    for words in ("my mentor is kind", "my mentor is kind. the bus was late"):
        submit(survey, words)
    operations.suggest_codes(programme_id=programme.id)
    tables, meanings = read_tables(programme.id), read_meanings(programme.id)
    assert len(meanings) == 2
    assert machine.read(tables, kept=meanings).meanings == []


def test_what_was_kept_gives_the_same_suggestions(programme: Programme, survey: Survey) -> None:
    submit(survey, "my mentor is kind. the bus was late")
    tables = read_tables(programme.id)
    operations.suggest_codes(programme_id=programme.id)
    assert machine.read(tables, kept=read_meanings(programme.id)).codings == machine.read(tables).codings


def test_other_words_are_read_again(programme: Programme, survey: Survey) -> None:
    excerpt = excerpt_of(submit(survey, "my mentor is kind"))
    operations.suggest_codes(programme_id=programme.id)
    before = db.session.get_one(Meaning, excerpt.id).stamp
    excerpt.text = "my tutor is kind"
    operations.suggest_codes(programme_id=programme.id)
    db.session.expire_all()
    assert db.session.get_one(Meaning, excerpt.id).stamp != before
