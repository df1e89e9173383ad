"""Agreement: how far those who coded the same excerpts agree, beyond what chance would bring.

A machine is a coder like any other. What is compared is each verdict, per excerpt and code: applies, or does not.
Intervals are percentiles of a bootstrap over excerpts (Efron and Tibshirani 1993), all codes of an excerpt drawn
together, since its verdicts hang together.
"""

from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

ALL: Final = "All"
VERDICT_COLUMNS: Final = ["excerpt_id", "code", "coder", "applies"]
MEASURES: Final = ["share", "kappa", "alpha"]
AGREEMENT_COLUMNS: Final = [
    *["code", "coders", "excerpts", "applied"],
    *[f"{measure}{end}" for measure in MEASURES for end in ("", "_low", "_high")],
    *["enough", "reading", "reason"],
]
PAIR_COLUMNS: Final = ["coder", "other", "excerpts", "share", "kappa", "alpha"]
CONFUSION_COLUMNS: Final = ["code", "other", "confused", "disagreements", "share"]

# Fewer give bootstrap percentiles that are too narrow (Chernick 2008 warns below 30; Bujang and Baharom 2017 ask 29 or
# more to tell a kappa of 0.6 from none).
LEAST_EXCERPTS: Final = 30
# With fewer, one verdict more or less moves agreement on a code by more than a tenth.
LEAST_APPLIED: Final = 10
# Twice the width of a class of Landis and Koch (1977): a wider interval could mean anything from fair to very good.
WIDEST: Final = 0.4
# Krippendorff (2004, p. 241): rely on 0.8 and more, draw tentative conclusions only from 0.667.
RELIABLE, TENTATIVE = 0.8, 0.667
# 95 per cent, the convention of official surveys.
TAILS: Final = (2.5, 97.5)
# How many drawn weights are held at once: about 40 MB.
CHUNK: Final = 5_000_000

Floats = npt.NDArray[np.float64]


def verdicts_of(codings: pd.DataFrame, reviews: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """A verdict of each coder on each code of each excerpt that the coder has read.

    `codings`: `excerpt_id`, `code`, `coder`, `applies`. `reviews`: `excerpt_id`, `coder`, one row for each excerpt
    read. What a reader did not apply does not apply; what nobody has read is not there. Out: the columns of codings.
    """
    read = reviews[["excerpt_id", "coder"]].drop_duplicates()
    said = codings.loc[codings["applies"].astype(bool), ["excerpt_id", "code", "coder"]].drop_duplicates()
    grid = read.merge(pd.DataFrame({"code": codes}, dtype=object), how="cross")
    grid = grid.merge(said.assign(applies=True), on=["excerpt_id", "code", "coder"], how="left")
    grid["applies"] = grid["applies"].eq(True)
    return grid[VERDICT_COLUMNS]


def agreement(verdicts: pd.DataFrame, *, seed: int = 0, draws: int = 1000) -> pd.DataFrame:
    """How far coders agree on each code, and on "All" codes together in the last row.

    `verdicts` as from `verdicts_of`. Out, by `code`: `coders` and `excerpts` (those read by two coders or more),
    `applied` (times anyone said that it applies), and with `_low` and `_high` ends at 95 per cent:

    * `share`: of pairs of verdicts that are the same, 0 to 1;
    * `kappa`: Cohen (1960); of more than two coders the mean over their pairs (Light 1971);
    * `alpha`: Krippendorff (2004), nominal, which allows that not everyone has read everything.

    `enough` says whether there is enough to tell, `reason` why not, `reading` the alpha in a word: "good",
    "tentative", "poor" or "too little to tell". A measure is missing where everybody always gave the same verdict:
    then nothing tells agreement from chance.
    """
    codes, coders, cube = _cube(verdicts)
    tallies = [_tally(cube[:, at]) for at in range(len(codes))]
    nothing = _tally(np.full((len(cube), len(coders)), np.nan))
    tallies.append(sum(tallies, nothing))
    bounds = _bootstrap(tallies, seed, draws)
    told = [
        _tell(name, tally, bound, _readers(cube, coders))
        for name, tally, bound in zip([*codes, ALL], tallies, bounds, strict=True)
    ]
    return pd.DataFrame(told, columns=AGREEMENT_COLUMNS)


def pairs(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Every two coders over all codes: `coder`, `other`, `excerpts` both read, `share`, `kappa`, `alpha`."""
    _, coders, cube = _cube(verdicts)
    rows = []
    for first, second in combinations(range(len(coders)), 2):
        both = cube[:, :, [first, second]]
        tally = np.sum([_tally(both[:, at]) for at in range(both.shape[1])], axis=0)
        read = int((tally[:, 0] > 0).sum())
        rows.append((coders[first], coders[second], read, *_measures(tally.sum(axis=0)[None])[0]))
    return pd.DataFrame(rows, columns=PAIR_COLUMNS)


def confusion(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Codes that one coder gives where another gives a different one, the most confused first.

    Out: `code` and `other`; `confused`, how often one of two coders gave the one code only and the other the other
    only; `disagreements`, how often two coders disagreed on `code` at all; `share`, the first of the second. Each two
    coders of an excerpt count as one comparison. Codes never confused have no row.
    """
    codes, coders, cube = _cube(verdicts)
    swapped = np.zeros((len(codes), len(codes)), dtype=np.int64)
    differed = np.zeros(len(codes), dtype=np.int64)
    for first, second in combinations(range(len(coders)), 2):
        mine, theirs = cube[:, :, first], cube[:, :, second]
        only_mine = ((mine == 1) & (theirs == 0)).astype(np.int64)
        only_theirs = ((mine == 0) & (theirs == 1)).astype(np.int64)
        swapped += only_mine.T @ only_theirs + only_theirs.T @ only_mine
        differed += (only_mine + only_theirs).sum(axis=0)
    rows = [
        (codes[at], codes[other], int(swapped[at, other]), int(differed[at]), swapped[at, other] / differed[at])
        for at, other in np.argwhere(swapped)
    ]
    confused = pd.DataFrame(rows, columns=CONFUSION_COLUMNS)
    return confused.sort_values(["confused", "code", "other"], ascending=[False, True, True], ignore_index=True)


def _cube(verdicts: pd.DataFrame) -> tuple[list[str], list[str], Floats]:
    """Codes, coders, and the verdicts by excerpt, code and coder: 1 applies, 0 does not, missing where not read."""
    codes, coders = list(pd.unique(verdicts["code"])), sorted(pd.unique(verdicts["coder"]))
    places = [
        pd.factorize(verdicts["excerpt_id"])[0],
        pd.Index(codes).get_indexer(verdicts["code"]),
        pd.Index(coders).get_indexer(verdicts["coder"]),
    ]
    cube = np.full((verdicts["excerpt_id"].nunique(), len(codes), len(coders)), np.nan)
    cube[tuple(places)] = verdicts["applies"].to_numpy(dtype=float)
    return codes, coders, cube


def _readers(cube: Floats, coders: list[str]) -> int:
    """How many coders have read something that another has read too."""
    read = ~np.isnan(cube).all(axis=1)
    shared = read & (read.sum(axis=1, keepdims=True) > 1)
    return int(shared.any(axis=0).sum()) if len(coders) else 0


def _tally(verdicts: Floats) -> Floats:
    """What each excerpt adds to the sums that the measures are made of, from its verdicts by coder.

    Columns: verdicts given, those that it applies, the disagreements among them as alpha weighs them, then for each
    two coders how often both said yes, only the first, only the second, neither. Nought where fewer than two read it.
    """
    given = (~np.isnan(verdicts)).sum(axis=1).astype(float)
    yes = np.nansum(verdicts, axis=1)
    several = given > 1
    apart = np.where(several, yes * (given - yes) / np.maximum(given - 1, 1), 0.0)
    columns = [given * several, yes * several, apart]
    for first, second in combinations(range(verdicts.shape[1]), 2):
        one, two = verdicts[:, first], verdicts[:, second]
        columns += [(one == a) & (two == b) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))]
    return np.stack(columns, axis=1).astype(float)


def _measures(sums: Floats) -> Floats:
    """Share, kappa and alpha for each row of sums of tallies; missing where there is nothing to tell from chance."""
    given, yes, apart = sums[:, 0], sums[:, 1], sums[:, 2]
    tables = sums[:, 3:].reshape(len(sums), -1, 4)
    alike = tables[:, :, [0, 3]].sum(axis=(1, 2))
    share = _ratio(alike, tables.sum(axis=(1, 2)))
    alpha = 1 - _ratio((given - 1) * apart, yes * (given - yes))
    return np.stack([share, _light(tables), alpha], axis=1)


def _light(tables: Floats) -> Floats:
    """The mean of Cohen's kappa over those pairs of coders for whom it can be told."""
    compared = tables.sum(axis=2)
    observed = _ratio(tables[:, :, 0] + tables[:, :, 3], compared)
    first = _ratio(tables[:, :, 0] + tables[:, :, 1], compared)
    second = _ratio(tables[:, :, 0] + tables[:, :, 2], compared)
    expected = first * second + (1 - first) * (1 - second)
    kappas = _ratio(observed - expected, 1 - expected)
    known = ~np.isnan(kappas)
    return _ratio(np.where(known, kappas, 0.0).sum(axis=1), known.sum(axis=1).astype(float))


def _ratio(part: Floats, whole: Floats) -> Floats:
    known = ~np.isclose(whole, 0.0, atol=1e-12)
    return np.where(known, part / np.where(known, whole, 1.0), np.nan)


def _bootstrap(tallies: list[Floats], seed: int, draws: int) -> list[Floats]:
    """The low and high end of each measure for each tally, from the same drawn excerpts; missing where few can tell."""
    number = len(tallies[0])
    if not number:
        return [np.full((2, len(MEASURES)), np.nan) for _ in tallies]
    drawn: list[list[Floats]] = [[] for _ in tallies]
    random, step = np.random.default_rng(seed), max(1, CHUNK // number)
    for start in range(0, draws, step):
        weights = random.multinomial(number, np.full(number, 1 / number), size=min(step, draws - start)).astype(float)
        for at, tally in enumerate(tallies):
            drawn[at].append(_measures(weights @ tally))
    return [_ends(np.concatenate(each)) for each in drawn]


def _ends(drawn: Floats) -> Floats:
    """Percentiles of those draws in which a measure can be told; missing where that is not even half of them."""
    ends = np.full((2, drawn.shape[1]), np.nan)
    for at, column in enumerate(drawn.T):
        known = column[~np.isnan(column)]
        if 2 * len(known) > len(column):
            ends[:, at] = np.percentile(known, TAILS)
    return ends


def _tell(code: str, tally: Floats, bounds: Floats, readers: int) -> dict[str, object]:
    sums = tally.sum(axis=0)
    values = _measures(sums[None])[0]
    excerpts, applied = int((tally[:, 0] > 0).sum()), int(sums[1])
    reason = _too_little(readers, excerpts, applied, int(sums[0]), float(bounds[1, 2] - bounds[0, 2]))
    ends = {
        f"{measure}{end}": float(value)
        for at, measure in enumerate(MEASURES)
        for end, value in (("", values[at]), ("_low", bounds[0, at]), ("_high", bounds[1, at]))
    }
    reading = "too little to tell" if reason else _read(float(values[2]))
    told = {"code": code, "coders": readers, "excerpts": excerpts, "applied": applied, **ends}
    return {**told, "enough": not reason, "reading": reading, "reason": reason}


def _too_little(readers: int, excerpts: int, applied: int, given: int, width: float) -> str:
    """Why agreement cannot be told, or nothing."""
    rarer = min(applied, given - applied)
    reasons = (
        (readers < 2, "Fewer than two coders have read the same excerpts"),
        (excerpts < LEAST_EXCERPTS, f"Fewer than {LEAST_EXCERPTS} excerpts were read by two coders"),
        (rarer < LEAST_APPLIED, f"Fewer than {LEAST_APPLIED} verdicts differ from the usual one"),
        (not width <= WIDEST, f"The interval is wider than {WIDEST}: agreement could be fair or very good"),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def _read(alpha: float) -> str:
    if alpha >= RELIABLE:
        return "good"
    return "tentative" if alpha >= TENTATIVE else "poor"
