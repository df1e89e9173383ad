"""Proposals: what the frame has no code for yet, in groups of a few typical excerpts, for a person to name.

Grouping alone does not recover a frame: a group is a place to look, never a code.
"""

from collections import Counter, defaultdict
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from engage.analysis.words import is_common, is_empty_answer, stem, words_of

GROUP_COLUMNS: Final = ["group", "excerpts", "people", "words", "typical"]
MEMBER_COLUMNS: Final = ["excerpt_id", "group", "closeness"]
# A suggestion that is as likely wrong as right.
UNSURE: Final = 0.5
# A group that fewer speak for is not yet a theme; what they said stays in the remainder, where a person reads it.
LEAST_PEOPLE: Final = 3
# Enough to be read in one sitting: a judgement.
MOST_GROUPS: Final = 12
# Latent dimensions: words that keep the same company meet (Deerwester and others 1990); few answers bear no more.
DIMENSIONS: Final = 50
# An excerpt at more than 60 degrees from the middle of its group has less than half in common with it.
CLOSE: Final = 0.5
TYPICAL, WORDS = 3, 5

Floats = npt.NDArray[np.float64]


class Proposals(NamedTuple):
    """`groups`: `group` (from 1, largest first), `excerpts`, `people`, `words` that set it apart, and
    the `typical` excerpt ids.

    `members`: `excerpt_id`, `group`, `closeness` to its middle (0 to 1). `remainder`: the excerpts in no group.
    """

    groups: pd.DataFrame
    members: pd.DataFrame
    remainder: pd.DataFrame


def poorly_coded(excerpts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The excerpts that say something and have no code, or none that the coder was sure of; the columns they came with.

    `excerpts`: `excerpt_id`, `text`. `codings`: `excerpt_id`, `applies` and `score` (0 to 1; missing where a person
    gave the code, who counts as sure).
    """
    sure = codings[codings["applies"].astype(bool) & (codings["score"].fillna(1.0).astype(float) > UNSURE)]
    is_left = ~excerpts["excerpt_id"].isin(sure["excerpt_id"])
    says = ~excerpts["text"].map(is_empty_answer).astype(bool)
    return excerpts[is_left & says].reset_index(drop=True)


def propose(excerpts: pd.DataFrame, *, embeddings: Floats | None = None, seed: int = 0) -> Proposals:
    """Groups of like excerpts, from `excerpt_id`, `response_id`, `text` as from `poorly_coded`.

    `embeddings`, a row for each excerpt, are used where given; else TF-IDF of stems in latent dimensions. K-means
    with a fixed seed, its number of groups chosen by the simplified silhouette (Hruschka, de Castro and Campello 2004).
    """
    vectors = _unit(embeddings) if embeddings is not None else _latent(list(excerpts["text"]), seed)
    labels, closeness = _grouped(vectors, seed)
    members = excerpts.assign(label=labels, closeness=closeness)
    members = members[(members["closeness"] >= CLOSE) & (members["label"] >= 0)]
    people = members.groupby("label", sort=False)["response_id"].nunique()
    ranked = people[people >= LEAST_PEOPLE].sort_values(ascending=False, kind="stable")
    members = members[members["label"].isin(ranked.index)]
    numbers = {label: at for at, label in enumerate(ranked.index, start=1)}
    members = members.assign(group=members["label"].map(numbers).astype(int))
    members = members.sort_values(["group", "closeness"], ascending=[True, False], kind="stable")
    remainder = excerpts[~excerpts["excerpt_id"].isin(members["excerpt_id"])].reset_index(drop=True)
    return Proposals(_describe(members, excerpts), members[MEMBER_COLUMNS].reset_index(drop=True), remainder)


def _describe(members: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    common = _how_many_use(list(excerpts["text"]))
    rows = [
        (
            group,
            len(of),
            of["response_id"].nunique(),
            _telling_words(list(of["text"]), common, len(excerpts)),
            list(of.drop_duplicates("text")["excerpt_id"].head(TYPICAL)),
        )
        for group, of in members.groupby("group")
    ]
    return pd.DataFrame(rows, columns=GROUP_COLUMNS)


def _how_many_use(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in set(_stems(text)))


def _telling_words(texts: list[str], common: Counter[str], number: int) -> str:
    """The words that the group uses most beyond what all excerpts do, each as it is most often written."""
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in words_of(text):
            spelt[stem(word)][word] += 1
    used = _how_many_use(texts)
    beyond = {word: count - len(texts) * common[word] / number for word, count in used.items()}
    first = sorted(used, key=lambda word: (-beyond[word], -used[word], word))[:WORDS]
    return ", ".join(spelt[word].most_common(1)[0][0] for word in first)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text) if not is_common(word)]


def _latent(texts: list[str], seed: int) -> Floats:
    if not any(_stems(text) for text in texts):
        return np.zeros((len(texts), 1))
    weights = TfidfVectorizer(analyzer=_stems, sublinear_tf=True).fit_transform(texts)
    dimensions = min(DIMENSIONS, *weights.shape)
    left, strengths, _ = randomized_svd(weights, dimensions, random_state=seed)
    return _unit(left * strengths)


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-9, vectors / np.maximum(lengths, 1e-9), 0.0)


def _grouped(vectors: Floats, seed: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """A label for each row (-1 where it holds nothing), and its cosine with the middle of its group."""
    labels, closeness = np.full(len(vectors), -1), np.zeros(len(vectors))
    filled = np.flatnonzero(np.linalg.norm(vectors, axis=1) > 0)
    if not len(filled):
        return labels, closeness
    kept = vectors[filled]
    most = min(MOST_GROUPS, len(np.unique(kept.round(6), axis=0)), max(1, len(kept) // LEAST_PEOPLE))
    fits = [KMeans(number, n_init=5, random_state=seed).fit(kept) for number in range(1, most + 1)]
    best = max(fits, key=lambda fit: _silhouette(fit.transform(kept)))
    labels[filled] = best.labels_
    closeness[filled] = (kept * _unit(best.cluster_centers_)[best.labels_]).sum(axis=1)
    return labels, closeness


def _silhouette(distances: Floats) -> float:
    """How much nearer the own middle is than the next, on average; nought where there is no other."""
    if distances.shape[1] == 1:
        return 0.0
    own, other = np.sort(distances, axis=1)[:, :2].T
    return float(np.mean((other - own) / np.maximum(other, 1e-9)))
