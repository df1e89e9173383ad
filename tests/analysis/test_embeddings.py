import copy
import pickle

import numpy as np
import pytest

from engage.analysis import embeddings
from engage.analysis.embeddings import open_embedder, sentences_of
from engage.analysis.frame_coder import FrameCoder
from engage.analysis.minilm import PUBLISHED, find_weights
from tests.analysis.conftest import SAYINGS

installed = pytest.mark.skipif(find_weights() is None, reason="the sentence embeddings are not installed")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kind. But late!", ["Kind", "But late"]),
        ("it was kind but it was late", ["it was kind", "it was late"]),
        ("taxi; lunch\nbus", ["taxi", "lunch", "bus"]),
        ("😀", ["😀"]),
        ("", [""]),
    ],
)
def test_an_answer_is_split_where_people_change_the_subject(text, sentences):
    assert sentences_of(text) == sentences


@installed
def test_sentences_that_mean_the_like_are_near_each_other():
    # The first two cosines are those the model's authors show for these sentences: .69 and .94.
    texts = ["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"]
    person, dog, very, day = (rows[0] for rows in open_embedder().embed(texts))
    assert person @ dog == pytest.approx(0.69, abs=0.05)
    assert person @ very == pytest.approx(0.94, abs=0.05)
    assert person @ day < 0.4


@installed
def test_a_vector_does_not_hang_on_what_else_is_read():
    alone = open_embedder().embed(["the taxi was late"])[0]
    among = open_embedder().embed(["lunch", "the taxi was late", "a much longer sentence about many other things"])[1]
    assert np.array_equal(alone, among)


@installed
def test_what_was_stored_of_a_text_stands_for_reading_it_again():
    first = open_embedder()
    (rows,) = first.embed(["taxi. lunch"])
    again = open_embedder()
    assert again.stored("taxi. lunch") is None
    again.recall("taxi. lunch", first.stored("taxi. lunch"))
    assert np.array_equal(again.embed(["taxi. lunch"])[0], rows)


@installed
def test_a_sentence_that_was_met_is_known_in_another_text():
    embedder = open_embedder()
    embedder.embed(["The taxi was late. Lunch was cold"])
    assert embedder.stored("Lunch was cold") is not None
    assert embedder.stored("Lunch was warm") is None


@installed
def test_other_words_have_another_stamp():
    assert open_embedder().stamp("taxi") == open_embedder().stamp("taxi") != open_embedder().stamp("taxis")


@installed
@pytest.mark.parametrize("text", ["", "😀😀", "معلم لطيف", "x" * 10_000, "a. " * 5_000, "\ud800 broken"])
def test_odd_texts_have_vectors_of_length_one(text):
    rows = open_embedder().embed([text])[0]
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=0.01)


@installed
def test_no_texts_have_no_vectors():
    assert open_embedder().embed([]) == []


@installed
def test_another_process_opens_its_own_model_and_gets_nothing_that_was_kept():
    embedder = open_embedder()
    before = embedder.embed(["the teacher is kind"])[0]
    assert len(pickle.dumps(embedder)) < 1000
    there = copy.deepcopy(embedder)
    assert there.stored("the teacher is kind") is None
    assert (there.embed(["the teacher is kind"])[0] == before).all()


def test_other_weights_than_the_published_ones_are_not_used(tmp_path, monkeypatch):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"something else")
    spec = type("Spec", (), {"origin": str(tmp_path / "__init__.py")})
    monkeypatch.setattr("engage.analysis.minilm.find_spec", lambda name: spec)
    assert find_weights() is None
    assert len(PUBLISHED) == 64


@pytest.fixture
def wordless(monkeypatch):
    monkeypatch.setattr(embeddings, "open_model", lambda: None)


def test_without_the_package_codes_come_from_words_and_the_method_says_so(wordless, frame, reviewed, excerpts_of):
    coder = FrameCoder().fit(frame, *reviewed)
    suggested = coder.suggest(excerpts_of("sir explains a lot", "the taxi is late"))
    assert list(suggested.loc[suggested["applies"], "code"]) == ["Teachers", "Transport"]
    assert "no sentence embeddings" in coder.method


def test_without_the_package_a_word_spelt_anew_is_read_by_its_letters_and_is_its_own_evidence(
    wordless, frame, reviewed, excerpts_of
):
    _, codings = reviewed
    coder = FrameCoder().fit(frame, excerpts_of(*[text for text, _ in SAYINGS] * 30), codings)
    suggested = coder.suggest(excerpts_of("expplains thingz")).set_index("code")
    assert suggested.loc["Teachers", "applies"]
    assert suggested.loc["Teachers", "evidence"] == "expplains thingz"


def test_where_the_package_is_absent_there_are_no_weights(monkeypatch):
    monkeypatch.setattr("engage.analysis.minilm.find_spec", lambda name: None)
    assert find_weights() is None


@installed
def test_with_the_package_the_method_says_that_sentences_are_read(untaught):
    assert untaught.method == "frame, words, sentence embeddings and kernel machines"
