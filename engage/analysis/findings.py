"""Findings: from codings to how many people said what, how they feel, and where audiences differ."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import fisher_exact

FEELINGS: Final = ["positive", "mixed", "neutral", "negative"]
FINDING_COLUMNS: Final = ["code", "audience", "people", "base", "share", *FEELINGS]
DIFFERENCE_COLUMNS: Final = ["code", "audience", "share", "share_of_others", "p", "p_adjusted", "differs", "sentence"]
# One chance in twenty, over all comparisons made together: the convention of official surveys.
SIGNIFICANCE: Final = 0.05


def find(codings: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    """People, base, share and feelings for each code and audience.

    `codings`: `response_id`, `excerpt_id`, `audience`, `code`, `applies`, `sentiment` (1 very positive to 5 very
    negative, may be missing) and, where known, `mixed`. `respondents`: `response_id`, `audience`, one row for each
    response that answered an open question. People are counted by response, never by excerpt. A response that praises
    in one excerpt and blames in another is mixed.
    """
    bases = respondents.drop_duplicates("response_id").groupby("audience", sort=False).size()
    grid = pd.MultiIndex.from_product([pd.unique(codings["code"]), bases.index], names=["code", "audience"])
    said = _people(codings[codings["applies"].astype(bool)])
    feelings = said.groupby(["code", "audience", "feeling"]).size().unstack(fill_value=0)
    found = feelings.reindex(index=grid, columns=FEELINGS, fill_value=0).fillna(0).astype(int).reset_index()
    found.columns.name = None
    found["people"] = found[FEELINGS].sum(axis=1)
    found["base"] = found["audience"].map(bases).astype(int)
    found["share"] = found["people"] / found["base"]
    return found[FINDING_COLUMNS]


def differences(findings: pd.DataFrame) -> pd.DataFrame:
    """Where one audience said something more or less often than all others together.

    `findings` as from `find`. For each code and audience: Fisher's exact test of this audience against the others
    (exact for few people), with Holm's correction over all of them, so that the chance of even one false difference
    is one in twenty. Those who answer choose themselves, so a difference is one between those who answered, not
    between all whom they stand for.
    """
    whole = findings.groupby("code", sort=False)[["people", "base"]].sum()
    compared = findings[["code", "audience", "people", "base"]].join(whole.add_suffix("_all"), on="code")
    compared = compared[compared["base_all"] > compared["base"]].reset_index(drop=True)
    others, others_base = compared["people_all"] - compared["people"], compared["base_all"] - compared["base"]
    compared["share"] = compared["people"] / compared["base"]
    compared["share_of_others"] = others / others_base
    quads = zip(compared["people"], compared["base"], others, others_base, strict=True)
    compared["p"] = pd.Series([_chance(*quad) for quad in quads], dtype=float)
    compared["p_adjusted"] = holm(compared["p"].to_numpy(dtype=float))
    compared["differs"] = compared["p_adjusted"] < SIGNIFICANCE
    sides = zip(*(compared[name] for name in ("audience", "share", "share_of_others", "differs")), strict=True)
    compared["sentence"] = pd.Series([_sentence(*side) for side in sides], dtype=object)
    return compared[DIFFERENCE_COLUMNS]


def holm(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Holm's (1979) correction: the smallest chance times their number, the next times one less, and so on."""
    order = np.argsort(chances, kind="stable")
    stepped = chances[order] * np.arange(len(chances), 0, -1)
    adjusted = np.empty(len(chances), dtype=np.float64)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return adjusted


def _people(said: pd.DataFrame) -> pd.DataFrame:
    """One row for each response and code, with the feeling of all its excerpts together."""
    felt = pd.DataFrame(
        {
            "good": said["sentiment"] < 3,
            "bad": said["sentiment"] > 3,
            "torn": said["mixed"].fillna(False).astype(bool) if "mixed" in said else False,
        },
        index=said.index,
    )
    keys = [said["code"], said["audience"], said["response_id"]]
    people = felt.groupby(keys, sort=False).any()
    torn = people["torn"] | (people["good"] & people["bad"])
    people["feeling"] = np.select([torn, people["good"], people["bad"]], ["mixed", "positive", "negative"], "neutral")
    return people.reset_index()


def _chance(people: int, base: int, others: int, others_base: int) -> float:
    return float(fisher_exact([[people, base - people], [others, others_base - others]]).pvalue)


def _sentence(audience: str, share: float, share_of_others: float, differs: bool) -> str:
    if not differs:
        return f"{audience}: no difference from the others beyond what chance would bring"
    direction = "more" if share > share_of_others else "less"
    return f"{audience}: said this {direction} often than the others, beyond what chance would bring"
