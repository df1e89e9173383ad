"""Findings: from codings to how many people said what, how they feel, and where audiences and waves differ.

What `find` counts is exact and for staff: it leaves for readers through `analysis.disclosure`. Where readers are told
that shares differ or changed, `differences` and `changes` are given the published figures, so that the words tell
nothing that the figures do not.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import gammaln

from engage.analysis.chance import SIGNIFICANCE, Floats, compare_shares, holm, wilson
from engage.analysis.disclosure import THRESHOLD

FEELINGS: Final = ["positive", "mixed", "neutral", "negative"]
# The sums of the record keys of those who are counted, by which `disclosure` moves each figure.
KEYS: Final = ["key", "base_key", "coded_key", *(f"{feeling}_key" for feeling in FEELINGS)]
FINDING_COLUMNS: Final = ["code", "audience", "people", "base", "share", "low", "high", *FEELINGS, *KEYS]
DIFFERENCE_COLUMNS: Final = ["code", "audience", "share", "share_of_others", "p", "p_adjusted", "differs", "sentence"]
CHANGE_COLUMNS: Final = [
    *["code", "audience", "share_before", "share", "change", "p", "p_adjusted", "changed", "sentence"]
]
# What is compared; the noise is a variance, in people.
FIGURES: Final = ["people", "base", "noise"]
RARE_COLUMNS: Final = ["code", "people", "grave", "excerpts"]
SATURATION_COLUMNS: Final = ["answers", "codes", "new_codes", "new_share", "is_saturated"]
NOT_CODED: Final = "Not coded"
# Guest, Namey and Chen (2020): stop where a further run brings at most one new code in twenty.
LITTLE_NEW: Final = 0.05
# Less than half a code expected is, to the nearest whole code, none.
HALF_A_CODE: Final = 0.5


def find(codings: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    """People, base, share with its 95 per cent interval (`low`, `high`: Wilson's), and feelings by code and audience.

    `codings`: `response_id`, `excerpt_id`, `audience`, `code`, `applies`, `sentiment` (1 very positive to 5 very
    negative, may be missing) and, where known, `mixed`. `respondents`: `response_id`, `audience`, `key` (the record
    key), one row for each response that answered an open question; nobody else is counted. People are counted by
    response, never by excerpt. A response that praises in one excerpt and blames in another is mixed. `key`,
    `base_key` and `positive_key` and so on are the sums of the record keys of those counted, `coded_key` of all of the
    audience that any coding speaks for.
    """
    people = respondents.drop_duplicates("response_id").set_index("response_id")
    bases = people.groupby("audience", sort=False)["key"].agg(base="size", base_key="sum")
    said = _people(codings[codings["applies"].astype(bool)]).join(people[["key"]], on="response_id", how="inner")
    coded = said.drop_duplicates("response_id").groupby("audience")["key"].sum()
    bases["coded_key"] = coded.reindex(bases.index, fill_value=0).astype(np.int64)
    felt = said.groupby(["code", "audience", "feeling"])["key"].agg(people="size", key="sum").reset_index()
    return find_counted(felt, bases.reset_index(), list(pd.unique(codings["code"])))


def find_counted(felt: pd.DataFrame, bases: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """What `find` gives, of people who are counted already.

    `felt`: `code`, `audience`, `feeling` (one of `FEELINGS`), `people` and `key` (the sum of their record keys);
    `bases`: `audience`, `base`, `base_key`, `coded_key`; `codes` in the order to be given.
    """
    bases = bases.set_index("audience")
    grid = pd.MultiIndex.from_product([codes, bases.index], names=["code", "audience"])
    sums = felt.set_index(["code", "audience", "feeling"])
    counts, keys = (sums[name].unstack(fill_value=0).reindex(index=grid, columns=FEELINGS, fill_value=0)
                    .astype(np.int64) for name in ("people", "key"))  # fmt: skip
    found = counts.join(keys.add_suffix("_key"))
    found = found.assign(people=counts.sum(axis=1), key=keys.sum(axis=1)).join(bases, on="audience").reset_index()
    found["share"] = found["people"] / found["base"]
    found["low"], found["high"] = wilson(found["people"].to_numpy(dtype=float), found["base"].to_numpy(dtype=float))
    return found[FINDING_COLUMNS]


def differences(findings: pd.DataFrame) -> pd.DataFrame:
    """Where one audience said something more or less often than all others together.

    `findings`: `code`, `audience`, `people`, `base` and, where figures were moved, `noise`: its variance, in each count
    and in each base. For each code and audience: the test of `chance.compare_shares` of this audience against all
    others in the table together, with Holm's correction over all of them, so that the chance of even one false
    difference is one in twenty. Those who answer choose themselves, so a difference is one between those who
    answered, not between all whom they stand for.
    """
    findings = _with_noise(findings)
    whole = findings.groupby("code", sort=False)[FIGURES].sum()
    compared = findings[["code", "audience", *FIGURES]].join(whole.add_suffix("_all"), on="code")
    compared = compared[compared["base_all"] > compared["base"]].reset_index(drop=True)
    others, others_base, _others_noise = others_of = [compared[f"{name}_all"] - compared[name] for name in FIGURES]
    compared["share"] = compared["people"] / compared["base"]
    compared["share_of_others"] = others / others_base
    compared["p"] = _chances(*(compared[name] for name in FIGURES), *others_of)
    compared["p_adjusted"] = holm(compared["p"].to_numpy(dtype=float))
    compared["differs"] = compared["p_adjusted"] < SIGNIFICANCE
    sides = zip(*(compared[name] for name in ("audience", "share", "share_of_others", "differs")), strict=True)
    compared["sentence"] = pd.Series([_sentence(*side) for side in sides], dtype=object)
    return compared[DIFFERENCE_COLUMNS]


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What rises and falls from one wave to the next.

    Both as for `differences`. For each code and audience of both waves: the shares, their `change`, the test of
    `chance.compare_shares` and Holm's correction over all of them. The same people may have answered in both waves and
    nobody can tell who: the test then is a little too careful, never too bold.
    """
    keys = ["code", "audience"]
    before, after = (_with_noise(wave)[[*keys, *FIGURES]] for wave in (before, after))
    both = before.merge(after, on=keys, suffixes=("_before", ""))
    both["share_before"], both["share"] = both["people_before"] / both["base_before"], both["people"] / both["base"]
    both["change"] = both["share"] - both["share_before"]
    both["p"] = _chances(*(both[name] for name in (*FIGURES, *(f"{name}_before" for name in FIGURES))))
    both["p_adjusted"] = holm(both["p"].to_numpy(dtype=float))
    both["changed"] = both["p_adjusted"] < SIGNIFICANCE
    told = zip(both["audience"], both["change"], both["changed"], strict=True)
    both["sentence"] = pd.Series([_change_sentence(*one) for one in told], dtype=object)
    return both[CHANGE_COLUMNS]


def _with_noise(findings: pd.DataFrame) -> pd.DataFrame:
    return findings if "noise" in findings else findings.assign(noise=0.0)


def _chances(*figures: pd.Series) -> pd.Series:
    """The chance of each pair: people, base and noise of the one, then of the other."""
    return pd.Series(
        [
            compare_shares(people, base, others, others_base, noise=noise, others_noise=others_noise)
            for people, base, noise, others, others_base, others_noise in zip(*figures, strict=True)
        ],
        dtype=float,
    )


def rare_voices(codings: pd.DataFrame, excerpts: pd.DataFrame, *, threshold: int = THRESHOLD) -> pd.DataFrame:
    """What few people said, and what is grave however few said it, so that neither is dropped for being small.

    `codings` as for `find`; `excerpts`: `excerpt_id`, `response_id`, `grave` (raised by triage or by a person). Out:
    each code that fewer than `threshold` people or any grave excerpt speaks for, and "Not coded" for grave excerpts
    that no code has caught; `people`, `grave` (how many of them), `excerpts` (the ids behind it, grave ones first).
    Grave first, then the rarest. For staff only: readers are told "fewer than 5", without breakdown.
    """
    said = codings.loc[codings["applies"].astype(bool), ["code", "excerpt_id"]].drop_duplicates()
    voices = excerpts[["excerpt_id", "response_id", "grave"]].merge(said, on="excerpt_id", how="left")
    voices["grave"] = voices["grave"].astype(bool)
    voices = voices[voices["code"].notna() | voices["grave"]].sort_values("grave", ascending=False, kind="stable")
    voices["code"] = voices["code"].fillna(NOT_CODED)
    rows = [
        (code, of["response_id"].nunique(), of.loc[of["grave"], "response_id"].nunique(), list(of["excerpt_id"]))
        for code, of in voices.groupby("code", sort=False)
    ]
    table = pd.DataFrame(rows, columns=RARE_COLUMNS)
    table = table[(table["grave"] > 0) | (table["people"] < threshold)]
    return table.sort_values(["grave", "people", "code"], ascending=[False, True, True], ignore_index=True)


def saturation(codings: pd.DataFrame, respondents: pd.DataFrame, *, step: int = 20) -> pd.DataFrame:
    """Whether further answers still bring new codes.

    Both as for `find`. After every `step` answers: `codes` met so far and `new_codes` since the step before, expected
    over every order the answers could have come in (Hurlbert's rarefaction, 1971: exact, so nothing is drawn by lot
    and no order of arrival is needed); `new_share`, the new ones of all met; `is_saturated` from Guest, Namey and
    Chen's (2020) one in twenty. Only codes of the frame are met: what the frame lacks, `analysis.proposals` shows.
    """
    answers = respondents["response_id"].nunique()
    said = codings[codings["applies"].astype(bool)]
    holders = said.groupby("code")["response_id"].nunique().to_numpy().astype(np.float64)
    steps = [*range(step, answers, step), answers] if answers else []
    met = pd.DataFrame({"answers": steps, "codes": [_expected(holders, answers, read) for read in steps]})
    met["new_codes"] = met["codes"].diff().fillna(met["codes"])
    met["new_share"] = (met["new_codes"] / met["codes"]).fillna(0.0)
    met["is_saturated"] = met["new_share"] <= LITTLE_NEW
    return met[SATURATION_COLUMNS]


def last_without_new(holders: Sequence[int], answers: int) -> int:
    """How many of the last answers brought no new code, whatever the order they came in.

    `holders`: how many of all `answers` speak for each code. The most answers that, by Hurlbert's rarefaction (see
    `saturation`), would bring less than half a code not met before; 0 where nobody answered.
    """
    held = np.asarray(holders, dtype=np.float64)

    def new(tail: int) -> float:
        return len(held) - _expected(held, answers, answers - tail)

    return max(0, bisect_left(range(answers), HALF_A_CODE, key=new) - 1)


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


def _expected(holders: Floats, answers: int, read: int) -> float:
    """How many codes so many of the answers would show on average, each code held by so many of them."""
    missing = answers - holders
    with np.errstate(invalid="ignore"):
        logs = gammaln(missing + 1) - gammaln(missing - read + 1) - gammaln(answers + 1) + gammaln(answers - read + 1)
    return float(np.where(missing < read, 1.0, -np.expm1(logs)).sum())


def _sentence(audience: str, share: float, share_of_others: float, differs: bool) -> str:
    if not differs:
        return f"{audience}: no difference from the others beyond what chance would bring"
    direction = "more" if share > share_of_others else "less"
    return f"{audience}: said this {direction} often than the others, beyond what chance would bring"


def _change_sentence(audience: str, change: float, changed: bool) -> str:
    if not changed:
        return f"{audience}: no change beyond what chance would bring"
    return f"{audience}: said this {'more' if change > 0 else 'less'} often than before, beyond what chance would bring"
