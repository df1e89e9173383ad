import numpy as np
import pandas as pd
import pytest

from engage.analysis.coder import SUGGESTION_COLUMNS, Coder
from engage.analysis.cutoffs import UNTAUGHT, choose_cutoffs
from engage.analysis.frame_coder import FrameCoder
from tests.analysis.odd import ENGLISH, NO_WORDS, OTHER_LANGUAGES, each_of


def applied(coder: Coder, excerpts: pd.DataFrame) -> list[list[str]]:
    suggestions = coder.suggest(excerpts)
    chosen = suggestions[suggestions["applies"]]
    return [list(chosen.loc[chosen["excerpt_id"] == one, "code"]) for one in excerpts["excerpt_id"]]


@pytest.fixture(scope="module")
def taught(frame, reviewed):
    return FrameCoder().fit(frame, *reviewed)


def test_the_frames_words_suggest_codes_before_anything_is_coded(untaught, excerpts_of):
    answers = excerpts_of("The TEACHERS were so kind", "a bus and no lunch", "dinosaurs")
    assert applied(untaught, answers) == [["Teachers"], ["Transport", "Food"], []]


def test_a_phrase_counts_as_a_whole_only(untaught, excerpts_of):
    assert applied(untaught, excerpts_of("a long journey", "a long day")) == [["Transport"], []]


def test_each_suggestion_shows_the_words_of_the_text_that_drove_it(untaught, excerpts_of):
    suggestions = untaught.suggest(excerpts_of("Strict but kind teachers, long day"))
    assert list(suggestions["evidence"]) == ["strict, kind, teachers", "", ""]


def test_suggestions_come_for_each_excerpt_and_code_in_order(untaught, excerpts_of, frame):
    suggestions = untaught.suggest(excerpts_of("taxi", "lunch"))
    assert list(suggestions.columns) == SUGGESTION_COLUMNS
    assert list(suggestions["code"]) == list(frame["code"]) * 2
    assert suggestions["score"].between(0, 1).all()


def test_what_people_confirmed_teaches_words_that_the_frame_lacks(untaught, taught, excerpts_of):
    answers = excerpts_of("sir explains a lot", "chips and chips")
    assert applied(untaught, answers) == [[], []]
    assert applied(taught, answers) == [["Teachers"], ["Food"]]


def test_learnt_words_are_shown_as_evidence(taught, excerpts_of):
    suggestions = taught.suggest(excerpts_of("sir explains"))
    assert set(suggestions["evidence"].iloc[0].split(", ")) == {"sir", "explains"}


def test_fewer_than_twenty_reviewed_excerpts_leave_the_frame_alone(frame, reviewed, untaught, excerpts_of):
    excerpts, codings = reviewed
    coder = FrameCoder().fit(frame, excerpts, codings[codings["excerpt_id"] < 19])
    answers = excerpts_of("sir explains a lot", "kind teachers")
    assert applied(coder, answers) == applied(untaught, answers)


def test_a_code_nobody_confirmed_keeps_to_the_frames_words(frame, reviewed, excerpts_of):
    excerpts, codings = reviewed
    never_food = codings.assign(applies=codings["applies"] & (codings["code"] != "Food"))
    coder = FrameCoder().fit(frame, excerpts, never_food)
    assert applied(coder, excerpts_of("lunch lunch hungry", "chips")) == [["Food"], []]


def test_an_excerpt_read_without_a_code_counts_as_reviewed(frame, excerpts_of):
    excerpts = excerpts_of(*["it was fine"] * 25)
    read = pd.DataFrame({"excerpt_id": range(25), "code": "", "applies": False})
    coder = FrameCoder().fit(frame, excerpts, read)
    assert applied(coder, excerpts_of("kind teacher")) == [["Teachers"]]


def test_the_same_tables_and_seed_give_the_same_suggestions(frame, reviewed, excerpts_of):
    answers = excerpts_of("sir is kind", "late taxi", "chips")
    first, second = (FrameCoder(seed=7).fit(frame, *reviewed).suggest(answers) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_what_it_learnt_from_is_judged_as_if_it_had_not_been(frame, reviewed, excerpts_of):
    excerpts, codings = reviewed
    odd = pd.DataFrame({"excerpt_id": ["odd"], "text": ["zebra zebra"], "question": [""]})
    said = pd.DataFrame({"excerpt_id": ["odd"], "code": ["Food"], "applies": [True]})
    coder = FrameCoder().fit(frame, pd.concat([excerpts, odd]), pd.concat([codings, said]))
    judged, anew = (coder.suggest(odd.assign(excerpt_id=name)) for name in ("odd", "another"))
    is_food = judged["code"] == "Food"
    assert judged.loc[is_food, "score"].item() < anew.loc[is_food, "score"].item()


def test_the_callers_tables_stay_as_they_were(frame, reviewed, excerpts_of):
    excerpts, codings = reviewed
    before = frame.copy(), excerpts.copy(), codings.copy()
    FrameCoder().fit(frame, excerpts, codings).suggest(excerpts)
    for table, copy in zip((frame, excerpts, codings), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


@pytest.mark.parametrize("text", ["nothing", "n/a", None, "dont know", *NO_WORDS.values()])
def test_an_answer_that_says_nothing_gets_no_code(taught, excerpts_of, text):
    assert applied(taught, excerpts_of(text)) == [[]]


@each_of(OTHER_LANGUAGES | ENGLISH)
def test_any_text_has_a_score_for_each_code(taught, excerpts_of, text):
    assert taught.suggest(excerpts_of(text))["score"].between(0, 1).tolist() == [True] * 3


@pytest.mark.parametrize("text", ["kind teacher " * 800, "معلم لطيف kind teacher"])
def test_a_frames_words_are_found_in_odd_company(taught, excerpts_of, text):
    assert applied(taught, excerpts_of(text)) == [["Teachers"]]


def test_scores_alone_are_those_of_the_suggestions(taught, excerpts_of):
    answers = excerpts_of("sir is kind", "late taxi", "")
    assert taught.score(answers).ravel().tolist() == taught.suggest(answers)["score"].tolist()


def test_of_very_many_reviewed_excerpts_some_are_learnt_from(frame, reviewed, excerpts_of, monkeypatch):
    monkeypatch.setattr("engage.analysis.frame_coder.MOST_LEARNT", 28)
    coder = FrameCoder().fit(frame, *reviewed)
    assert applied(coder, excerpts_of("sir explains a lot")) == [["Teachers"]]


def test_no_excerpts_give_no_suggestions(taught, untaught, excerpts_of):
    assert taught.suggest(excerpts_of()).empty
    assert untaught.suggest(excerpts_of()).empty


def test_a_table_without_questions_will_do(taught):
    assert "Teachers" in applied(taught, pd.DataFrame({"excerpt_id": ["a"], "text": ["kind teacher"]}))[0]


def test_a_cut_off_lies_where_peoples_marks_are_met_best():
    scores = np.array([[0.6], [0.55], [0.2], [0.15]] * 50)
    marks = np.array([[True], [True], [False], [False]] * 50)
    assert 0.2 < choose_cutoffs(scores, marks)[0] <= 0.55


def test_without_any_mark_the_cut_off_is_the_untaught_one():
    assert choose_cutoffs(np.ones((3, 2)), np.zeros((3, 2), dtype=bool)).tolist() == [UNTAUGHT, UNTAUGHT]


def test_answers_that_all_say_nothing_can_be_learnt_from(frame, excerpts_of):
    answers = excerpts_of(*["😀"] * 40)
    codings = pd.DataFrame(
        {"excerpt_id": answers["excerpt_id"], "code": ["Food", ""] * 20, "applies": [True, False] * 20}
    )
    assert not FrameCoder().fit(frame, answers, codings).suggest(answers)["applies"].any()
