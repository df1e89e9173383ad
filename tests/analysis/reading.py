"""What a careful reader can work out of published tables, from what is printed of them alone.

Made apart from the code it checks: whole-number programming over every figure, with all that a reader may know.
"""

import re

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 400
# The row of bases, and that of people who chose nothing where each stands in one row: readers know that it is there.
BASES, REST = "(base)", "(rest)"


def truth(counts, *, exclusive=False):
    """Every figure before it is made safe, by row and column: totals, bases, and those who chose nothing."""
    figures = counts.set_index(["row", "column"])["count"].to_dict()
    bases, chosen = counts.groupby("column")["base"].first(), counts.groupby("column")["count"].sum()
    for column, base in bases.items():
        figures |= {(BASES, column): base} | ({(REST, column): base - chosen[column]} if exclusive else {})
    rows = {row for row, _ in figures}
    return figures | {(row, "All"): sum(figures[row, column] for column in bases.index) for row in rows}


def range_of(text, number):
    """From and to what a figure may be, by its text and by the number told beside it."""
    exact = re.fullmatch(r"(\d+)(?: of \d+)?", text)
    about = re.fullmatch(r"about (\d+)", text)
    fewer = re.fullmatch(r"fewer than (\d+)", text)
    ranges = [(0, MOST), (int(number), int(number)) if pd.notna(number) else (0, MOST)]
    ranges += [(int(exact[1]), int(exact[1]))] if exact else []
    ranges += [(int(about[1]) - 5, int(about[1]) + 4)] if about else []
    ranges += [(1, int(fewer[1]) - 1)] if fewer else []
    return max(low for low, _ in ranges), min(high for _, high in ranges)


class Reader:
    """Holds every figure of some tables as an unknown by (table, row, column), within the range printed of it.

    The tables are breakdowns of the same people, or editions of one that `grows` (from which nobody takes back).
    """

    def __init__(self, *tables, exclusive=False, grows=False):
        self.texts, self.ranges, self.rules = {}, {}, []
        for at, published in enumerate(tables):
            self.read(at, published)
            for column in published.bases["column"] if exclusive else ():
                self.hear((at, REST, column), "", None)
        for at, published in enumerate(tables):
            self.reckon(at, published, exclusive)
            self.compare(at, grows)

    def read(self, at, published):
        cells = pd.concat([published.cells, published.totals.assign(column="All")])
        for row, column, count, base, share, shown in cells.itertuples(index=False, name=None):
            self.hear((at, row, column), shown, count)
            self.hear((at, BASES, column), "", base)
            if pd.notna(share):
                self.rules.append(({(at, row, column): 1, (at, BASES, column): -float(share)}, -0.01, 0.01))
        for column, base, shown in published.bases.itertuples(index=False, name=None):
            self.hear((at, BASES, column), shown, base)

    def hear(self, key, text, number):
        low, high = range_of(text, number)
        before = self.ranges.get(key, (0, MOST))
        self.ranges[key] = max(low, before[0]), min(high, before[1])
        self.texts[key] = text

    def reckon(self, at, published, exclusive):
        """Rows add up to their total; a count is at most its base, or all of them and the rest make up the base."""
        columns = list(published.bases["column"])
        rows = list(dict.fromkeys(row for of, row, _ in self.ranges if of == at))
        signs = {column: -1 if column == "All" else 1 for column in columns}
        for row in rows:
            self.rules.append(({(at, row, column): sign for column, sign in signs.items()}, 0, 0))
        for column in columns:
            counts = [(at, row, column) for row in rows if row != BASES]
            for together in [counts] if exclusive else [[count] for count in counts]:
                most = {**dict.fromkeys(together, 1), (at, BASES, column): -1}
                self.rules.append((most, 0 if exclusive else -np.inf, 0))

    def compare(self, at, grows):
        """Two breakdowns of the same people have the same totals; of an edition no figure falls in the next."""
        for of, row, column in self.ranges:
            if of == at > 0 and (grows or column == "All"):
                self.rules.append(({(at, row, column): 1, (at - 1, row, column): -1}, 0, np.inf if grows else 0))

    def find(self, aim, ranges):
        """The least of a sum of figures; nothing where no figures fit all that is printed."""
        places = {key: at for at, key in enumerate(ranges)}
        lines = np.zeros((len(self.rules) + 1, len(places)))
        for line, (weights, _, _) in zip(lines, [*self.rules, (aim, 0, 0)], strict=True):
            line[[places[key] for key in weights]] = list(weights.values())
        rules = LinearConstraint(lines[:-1], [low for _, low, _ in self.rules], [high for _, _, high in self.rules])
        bounds = Bounds(*np.array(list(ranges.values()), dtype=float).T)
        return milp(lines[-1], constraints=rules, bounds=bounds, integrality=np.ones(len(places))).fun

    def can_be(self, key, value):
        """Whether a figure can be this, for all that is printed."""
        return self.find({}, self.ranges | {key: (value, value)}) is not None

    def range(self, key):
        """The least and the greatest that a figure can be, for all that is printed."""
        return round(self.find({key: 1}, self.ranges)), -round(self.find({key: -1}, self.ranges))


def pinned(reader, figures, limits):
    """Small figures that a reader can tell from one, or from the most under their threshold, with that end.

    `figures` of each table as from `truth`. Noughts told as "few" are small too, unless there is nobody who could have
    been counted. Under a total said to be small, a figure is under the total's threshold.
    """
    limits = {**limits, "All": min((limit for limit in limits.values() if limit), default=0)}
    for at, row, column in reader.texts:
        totals = [reader.texts[at, row, "All"], reader.texts[at, BASES, "All"]]
        limit = min(limits[column], *([limits["All"]] if any("fewer" in text for text in totals) else []), MOST)
        is_few = "few" in reader.texts[at, row, column] and figures[at][BASES, column] > 0
        if limit and (is_few or 0 < figures[at][row, column] < limit):
            ends = (1, limit - 1)
            yield from ((at, row, column, end) for end in ends if not reader.can_be((at, row, column), end))
