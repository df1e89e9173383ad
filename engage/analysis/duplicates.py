"""Duplicates and campaigns: answers in the same or nearly the same words, found and shown, never removed.

A hundred people who send the same words are still a hundred people; a reader should know that they did.
"""

import re
import unicodedata
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer

DUPLICATE_COLUMNS: Final = ["group", "excerpt_id", "response_id", "kind", "similarity", "answers", "responses"]
CAMPAIGN_COLUMNS: Final = ["group", "responses", "identical", "text"]
# Shingles of five characters suit short texts such as e-mails (Leskovec, Rajaraman and Ullman 2014, chapter 3).
SHINGLE: Final = 5
# One word in seventeen changed leaves 0.79 of the shingles in common, two words about 0.65: one in twelve is near.
NEAR: Final = 0.7
# As many hashes as bands times rows find a pair at 0.7 with 98%, one at 0.2 with 0.2% (1 - (1 - 0.7^6)^32).
BANDS, ROWS = 32, 6
# How many pairs are measured at once: about 100 MB for answers of 20 words.
CHUNK: Final = 100_000
# Shorter answers ("more trips", "smaller classes please") agree by chance: a judgement, erring towards silence.
LEAST_WORDS: Final = 6
LEAST_RESPONSES: Final = 5
NO_WORD = re.compile(r"[^\w]+")

Ints = npt.NDArray[np.int64]


def normalise(text: str) -> str:
    """A text without what does not change its words: case, accents' encoding, punctuation, spacing.

    A text of signs only, such as emoji, stays as it is but for its spacing.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(NO_WORD.sub(" ", folded).split()) or " ".join(folded.split())


def find_duplicates(answers: pd.DataFrame, *, near: float = NEAR, seed: int = 0) -> pd.DataFrame:
    """Groups of answers in the same or nearly the same words; answers like no other are left out.

    `answers`: `excerpt_id`, `response_id`, `text`. Out, largest group first: `group` (from 1), the answer, `kind`
    ("same" as the words most used in the group, or "near"), `similarity` to them (Jaccard of character shingles, 0 to
    1), and how many `answers` and `responses` the group has. Near pairs are looked for by MinHash (Broder 1997) with
    banding and then measured, so that 100,000 answers need no comparison of each with each; a chain of near answers
    is one group. Blank answers are left out.
    """
    kept = answers[["excerpt_id", "response_id"]].assign(words=answers["text"].map(normalise).astype(object))
    kept = kept[kept["words"] != ""]
    codes, texts = pd.factorize(kept["words"])
    shingles = _shingles(list(texts))
    labels = _groups(shingles, near, seed)
    table = kept.assign(label=labels[codes], at=codes)
    table["answers"] = table.groupby("label")["at"].transform("size")
    table = table[table["answers"] > 1]
    table["responses"] = table.groupby("label")["response_id"].transform("nunique")
    typical = table.groupby("label")["at"].agg(lambda ats: ats.value_counts(sort=True).index[0])
    table["typical"] = table["label"].map(typical).astype(int)
    table["kind"] = np.where(table["at"] == table["typical"], "same", "near")
    table["similarity"] = _similarity(shingles, table["at"].to_numpy(), table["typical"].to_numpy())
    table = table.sort_values(["answers", "label", "kind"], ascending=[False, True, False], kind="stable")
    table["group"] = pd.factorize(table["label"])[0] + 1
    return table[DUPLICATE_COLUMNS].reset_index(drop=True)


def campaigns(duplicates: pd.DataFrame, answers: pd.DataFrame, *, least: int = LEAST_RESPONSES) -> pd.DataFrame:
    """Groups that look organised: the same words, six or more, from `least` responses or more.

    `duplicates` as from `find_duplicates`, of `answers`. Out: `group`, `responses`, `identical` (of its answers, those
    in the very same words), `text` as one of them wrote it.
    """
    told = duplicates[duplicates["responses"] >= least].merge(answers[["excerpt_id", "text"]], on="excerpt_id")
    same = told[told["kind"] == "same"]
    groups = same.groupby("group").agg(
        responses=("responses", "first"), identical=("excerpt_id", "size"), text=("text", "first")
    )
    is_long = groups["text"].map(lambda text: len(normalise(text).split()) >= LEAST_WORDS).astype(bool)
    return groups[is_long].reset_index()[CAMPAIGN_COLUMNS]


def _shingles(texts: list[str]) -> csr_matrix:
    """Which shingles each text has, by hash: a row for each text."""
    counter = HashingVectorizer(
        analyzer="char", ngram_range=(SHINGLE, SHINGLE), n_features=1 << 24, binary=True, norm=None,
        alternate_sign=False, lowercase=False,
    )  # fmt: skip
    return csr_matrix(counter.transform(texts)) if texts else csr_matrix((0, 1 << 24))


def _groups(shingles: csr_matrix, near: float, seed: int) -> Ints:
    """A label for each text: the same for those joined by a chain of near pairs."""
    number = shingles.shape[0]
    first, second = _candidates(shingles, seed)
    close = _similarity(shingles, first, second) >= near
    joined = coo_matrix((np.ones(close.sum()), (first[close], second[close])), shape=(number, number))
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)


def _candidates(shingles: csr_matrix, seed: int) -> tuple[Ints, Ints]:
    """Pairs of texts that agree on all hashes of a band: each with the next of its bucket and with the first."""
    has_any = np.flatnonzero(np.diff(shingles.indptr))
    signatures = _signatures(shingles[has_any], seed)
    pairs = []
    for band in range(BANDS if len(has_any) else 0):
        _, bucket = np.unique(signatures[:, band * ROWS : (band + 1) * ROWS], axis=0, return_inverse=True)
        order = np.argsort(bucket.ravel(), kind="stable")
        ordered = bucket.ravel()[order]
        firsts = order[np.searchsorted(ordered, ordered)]
        alike = ordered[1:] == ordered[:-1]
        pairs += [np.stack([order[:-1][alike], order[1:][alike]]), np.stack([firsts[1:][alike], order[1:][alike]])]
    found = np.unique(np.concatenate([*pairs, np.empty((2, 0), dtype=np.int64)], axis=1), axis=1)
    return has_any[found[0]], has_any[found[1]]


def _signatures(shingles: csr_matrix, seed: int) -> npt.NDArray[np.uint32]:
    """The least value of each of the hashes over the shingles of each text."""
    random = np.random.default_rng(seed)
    factors, terms = random.integers(0, 1 << 32, size=(2, BANDS * ROWS), dtype=np.uint32)
    values = shingles.indices.astype(np.uint32)
    # Times an odd number, modulo 2^32, keeps distinct shingles distinct and needs no division.
    least = [
        np.minimum.reduceat(values * (factor | np.uint32(1)) ^ term, shingles.indptr[:-1]) if len(values) else values
        for factor, term in zip(factors, terms, strict=True)
    ]
    return np.stack(least, axis=1)


def _similarity(shingles: csr_matrix, first: Ints, second: Ints) -> npt.NDArray[np.float64]:
    """Shingles in common by shingles in either, of each pair; texts too short for one are like themselves only."""
    sizes = np.diff(shingles.indptr)
    common = np.zeros(len(first))
    for start in range(0, len(first), CHUNK):
        part = slice(start, start + CHUNK)
        common[part] = np.asarray(shingles[first[part]].multiply(shingles[second[part]]).sum(axis=1)).ravel()
    either = sizes[first] + sizes[second] - common
    return np.where(first == second, 1.0, common / np.maximum(either, 1))
