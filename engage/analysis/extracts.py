"""Extracts: a summary of people's own sentences, each traceable to the place where somebody said it.

Nothing is reworded: every sentence is a span of its excerpt. For staff; a sentence goes to readers only as an approved
quote (see `analysis.redaction`).
"""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from engage.analysis.duplicates import normalise
from engage.analysis.words import is_common, is_empty_answer, stem, words_of

SENTENCE_COLUMNS: Final = ["excerpt_id", "response_id", "audience", "start", "end", "sentence"]
EXTRACT_COLUMNS: Final = ["rank", *SENTENCE_COLUMNS, "centrality"]
SIDES: Final = ["negative", "positive"]
STANCE_COLUMNS: Final = ["code", *SIDES, "point"]
POINT_COLUMNS: Final = ["code", "point", "side", *EXTRACT_COLUMNS]
# Carbonell and Goldstein (1998): nearness to the whole weighed against likeness to what is said already; they found
# 0.7 best for the first sentences of a summary.
RELEVANCE: Final = 0.7
# Sentences with more of their weight in common than this say the same.
SAME: Final = 0.8
# Shorter ones seldom stand alone, longer ones are not read to the end (GOV.UK: 25 words at most; people ramble).
LEAST_WORDS, MOST_WORDS = 4, 40
# A side that a quarter of those with a feeling take is a disagreement, not an exception: a judgement.
CONTESTED: Final = 0.25
# Full stops of Arabic, Urdu, Hindi and Chinese as well.
SENTENCE = re.compile(r"\S(?:.*?[.!?…؟۔।。！？]+(?=\s|$)|.*?(?=\n|$))")

Floats = npt.NDArray[np.float64]


def sentences(excerpts: pd.DataFrame) -> pd.DataFrame:
    """Every sentence that says something, from `excerpt_id`, `response_id`, `audience`, `text`.

    Out: those ids, `start` and `end` of the sentence in the excerpt's text, and the `sentence` itself.
    """
    keys = excerpts[["excerpt_id", "response_id", "audience", "text"]].itertuples(index=False, name=None)
    rows = [
        (excerpt_id, response_id, audience, start, end, text[start:end])
        for excerpt_id, response_id, audience, text in keys
        for start, end in _spans(text)
    ]
    return pd.DataFrame(rows, columns=SENTENCE_COLUMNS)


def extract(excerpts: pd.DataFrame, *, number: int = 5) -> pd.DataFrame:
    """At most `number` sentences that stand for the excerpts of a section or code, the most telling first.

    Columns as for `sentences`, with `rank` (from 1) and `centrality`, the mean cosine with all sentences (TF-IDF of
    stems, 0 to 1). First one of each audience, those with most to say first, then the rest by maximal marginal
    relevance, so that they vary; never the same twice, and of one person no more than one. With fewer places than
    audiences, each audience still has its sentence.
    """
    said = sentences(excerpts)
    said = said[_is_fit(said)].reset_index(drop=True)
    vectors = _vectors(list(said["sentence"]))
    said["centrality"] = vectors @ vectors.mean(axis=0) if len(said) else 0.0
    chosen = list(_choose(said, vectors, number))
    picked = said.loc[chosen].assign(rank=range(1, len(chosen) + 1))
    return picked[EXTRACT_COLUMNS].reset_index(drop=True)


def points(excerpts: pd.DataFrame, *, number: int = 2) -> pd.DataFrame:
    """Where people agree and where they do not: for each code, sentences of one side or of both.

    `excerpts` as for `extract`, with `code` and `sentiment` about it (1 very positive to 5 very negative; without a
    feeling, 3 or missing, they are left out). Out: `code`; `point`, "disagreement" where a quarter or more of the
    people with a feeling take the other side, else "agreement"; `side`, "positive" or "negative"; then an extract of
    `number` sentences of each side, or of the larger side where people agree.
    """
    parts = [part for _, of in _felt(excerpts).groupby("code", sort=False) for part in _points_of(of, number)]
    return pd.concat(parts, ignore_index=True)[POINT_COLUMNS] if parts else pd.DataFrame(columns=POINT_COLUMNS)


def stances(excerpts: pd.DataFrame) -> pd.DataFrame:
    """How many people take each side of a code, and whether they agree, without any of their words.

    `excerpts`: `response_id`, `code`, `sentiment`, as for `points`. Out: `code`, `negative`, `positive` (people; one
    who praises and blames is on both sides) and `point`, "agreement" or "disagreement".
    """
    sides = _felt(excerpts).groupby(["code", "side"], sort=False)["response_id"].nunique().unstack(fill_value=0)
    sides = sides.reindex(columns=SIDES, fill_value=0)
    points = [
        "disagreement" if is_contested(negative, positive) else "agreement"
        for negative, positive in zip(sides["negative"], sides["positive"], strict=True)
    ]
    return sides.assign(point=points).reset_index()[STANCE_COLUMNS]


def is_contested(negative: int, positive: int) -> bool:
    """Whether a quarter or more of those with a feeling take the lesser side."""
    return min(negative, positive) >= CONTESTED * (negative + positive)


def _felt(excerpts: pd.DataFrame) -> pd.DataFrame:
    felt = excerpts[excerpts["sentiment"].notna() & (excerpts["sentiment"] != 3)]
    return felt.assign(side=np.where(felt["sentiment"] < 3, "positive", "negative"))


def _points_of(excerpts: pd.DataFrame, number: int) -> Iterator[pd.DataFrame]:
    stance = stances(excerpts).iloc[0]
    larger = sorted(SIDES, key=lambda side: -int(stance[side]))
    for side in larger if stance["point"] == "disagreement" else larger[:1]:
        yield extract(excerpts[excerpts["side"] == side], number=number).assign(
            code=stance["code"], point=stance["point"], side=side
        )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for found in SENTENCE.finditer(text):
        sentence = found.group().rstrip()
        if not is_empty_answer(sentence):
            yield found.start(), found.start() + len(sentence)


def _is_fit(said: pd.DataFrame) -> "pd.Series[bool]":
    """Neither too short nor too long; of an audience with no such sentence, all."""
    words = said["sentence"].map(lambda sentence: len(words_of(sentence))).astype(int)
    fits = words.between(LEAST_WORDS, MOST_WORDS)
    return fits | ~fits.groupby(said["audience"]).transform("any").astype(bool)


def _vectors(texts: list[str]) -> Floats:
    """TF-IDF of stems; a sentence of common words only, or in signs that make no word, is nought everywhere."""
    if not any(_stems(text) for text in texts):
        return np.zeros((len(texts), 1))
    weights = TfidfVectorizer(analyzer=_stems, sublinear_tf=True, max_features=1_000, dtype=np.float32)
    return np.asarray(weights.fit_transform(texts).toarray(), dtype=np.float64)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text) if not is_common(word)]


def _choose(said: pd.DataFrame, vectors: Floats, number: int) -> Iterator[int]:
    """Places in the table, one after the other: each audience first, then whoever adds the most."""
    texts = said["sentence"].map(normalise).to_numpy()
    responses, audiences = said["response_id"].to_numpy(), said["audience"].to_numpy()
    turns: list[object] = list(said["audience"].value_counts(sort=True).index)
    likeness, is_open = np.zeros(len(said)), np.ones(len(said), dtype=bool)
    for turn in [*turns, *[None] * (number - len(turns))]:
        offered = is_open & ((audiences == turn) if turn is not None else True)
        if not offered.any():
            continue
        worth = RELEVANCE * said["centrality"].to_numpy() - (1 - RELEVANCE) * likeness
        best = int(np.argmax(np.where(offered, worth, -np.inf)))
        likeness = np.maximum(likeness, vectors @ vectors[best])
        is_open &= (likeness < SAME) & (texts != texts[best]) & (responses != responses[best])
        yield best
