"""Differencing: what several published tables tell together that none tells alone.

Two editions of a table tell of the few who came in between; two breakdowns of the same people share totals. A reader
takes equal what can be equal: where two tables have a figure of the same people, and what the new one would show fits
what the earlier one said. All tables are then solved as one (see `engage.analysis.solving`).

Not reckoned with: that figures only grow from one edition to the next. They may fall, since answers are withdrawn and
codings changed. A reader who is sure that none were can seldom, but at times, rule out one end of a small figure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engage.analysis.seen import Range, Seen, see
from engage.analysis.solving import Web
from engage.analysis.suppression import (
    WITHHELD_AS_SMALL,
    Place,
    Show,
    Shown,
    Table,
    is_wide_enough,
    ladder,
    places_of,
    safe_limit,
    withheld_whole,
    withhold,
)


def related(own: Seen, against: Iterable[Seen]) -> list[Seen]:
    """Those that have a figure of the same people, each once."""
    return list(dict.fromkeys(seen for seen in against if own.places.keys() & seen.places.keys()))


@dataclass(frozen=True)
class Together:
    """A table about to be published (`own`: as readers would see it alone), beside those published before."""

    table: Table
    own: Seen
    earlier: Sequence[Seen]

    def hold_back(self, shown: Shown) -> tuple[Table, Shown]:
        """Show less until no table tells more of a small figure, or of a small difference, than it does alone.

        The table comes back with the earlier figures that its own are nearly the same as.
        """
        near = self._nearly_the_same(shown)
        beside = replace(self, table=replace(self.table, near=near))
        return beside.table, beside._make_all_safe(_mark_near(beside.table, shown))

    def _make_all_safe(self, shown: Shown) -> Shown:
        """What hangs together with rows told before as they stand now is as safe as it was, and is left out."""
        new = {self._web.part(0, place) for place in self._places_not_told(shown)}
        small = [place for place in places_of(self.table) if shown[place[0]][place[1]] in WITHHELD_AS_SMALL]
        small = [place for place in small if not self._was_told(place)]
        kept = [(at, place) for at, seen in enumerate(self.earlier) for place in seen.kept_places()]
        is_safe = (
            all(self._make_safe(shown, place) for place in small if self._web.part(0, place) in new)
            and all(self._make_wide(shown, place) for place in self.table.near)
            and all(self._keep(shown, at, place) for at, place in kept if self._web.part(1 + at, place) in new)
        )
        return shown if is_safe else withheld_whole(self.table)

    def _was_told(self, place: Place) -> bool:
        """Whether a figure that is now withheld as small was told exactly when its column had a lower threshold, or
        none: it cannot be untold, and to withhold the rest for its sake would protect nobody."""
        keys = [key for key, at in self.own.places.items() if at == place]
        found = [(seen, seen.places[key]) for key in keys for seen in self.earlier if key in seen.places]
        limit = self.table.limits[place[1]]
        return any(seen.is_exact(there) and 0 < seen.range_at(there)[0] < limit for seen, there in found)

    def _places_not_told(self, shown: Shown) -> list[Place]:
        """Every figure but those of rows that an earlier edition of the table tells word for word; where people stand
        in one row only, a row that changed changes all."""
        mine = see(self.table, shown, self.own.rows, self.own.columns, self.own.names)
        told = {line for seen in self.earlier if _is_edition_of(mine, seen) for line in seen.lines}
        is_told = [line in told and not mine.exclusive for line in mine.lines]
        return [place for place in places_of(self.table) if not is_told[place[0]]]

    def _nearly_the_same(self, shown: Shown) -> dict[Place, int]:
        """Figures that would stand exactly beside an exact one of nearly the same size, which was published before of
        the same subject; the latest such."""
        near: dict[Place, int] = {}
        for seen in self.earlier:
            if seen.names.subject == self.own.names.subject:
                near |= dict(self._near_places(seen, shown))
        return dict(sorted(near.items()))

    def _near_places(self, seen: Seen, shown: Shown) -> Iterator[tuple[Place, int]]:
        for key in self.own.places.keys() & seen.places.keys():
            (row, column), there = self.own.places[key], seen.places[key]
            figure, before = int(self.table.figures[row, column]), seen.range_at(there)[0]
            is_exact = shown[row][column] is Show.EXACT and seen.is_exact(there)
            if is_exact and 0 < abs(figure - before) < self.table.limits[column]:
                yield (row, column), before

    def _make_safe(self, shown: Shown, place: Place) -> bool:
        """Withhold more of this table until a small figure of it could be anything under its threshold."""

        def is_safe() -> bool:
            return is_wide_enough(self._solve(shown, 0, place), safe_limit(self.table, shown, place))

        return self._withhold_until(is_safe, shown, ladder(self.table, place))

    def _make_wide(self, shown: Shown, place: Place) -> bool:
        """Withhold more until a figure near an earlier one could be anything within a threshold."""

        def is_wide() -> bool:
            low, high = self._solve(shown, 0, place)
            return bool(high - low >= self.table.limits[place[1]] - 1)

        return self._withhold_until(is_wide, shown, ladder(self.table, place))

    def _keep(self, shown: Shown, number: int, place: Place) -> bool:
        """Withhold more of this table until it tells no more of a figure kept in an earlier one than that did."""
        seen = self.earlier[number]
        alone = Web([seen]).solve([seen], 0, place)

        def is_kept() -> bool:
            return _tells_no_more(seen.range_at(place), alone, self._solve(shown, 1 + number, place))

        order = sorted(
            (at for key, at in self.own.places.items() if key in seen.places), key=lambda at: (-at[1], at[0])
        )
        return self._withhold_until(is_kept, shown, (at for at in order for _ in range(2)))

    def _withhold_until(self, is_done: Callable[[], bool], shown: Shown, order: Iterable[Place]) -> bool:
        """Withhold one figure after another, a total first to the nearest ten; whether that was enough."""
        if is_done():
            return True
        for place in order:
            withhold(self.table, shown, place)
            if is_done():
                return True
        return False

    def _solve(self, shown: Shown, number: int, place: Place) -> Range:
        """What readers of all tables can narrow a figure down to: one of this table (number 0) or an earlier one."""
        mine = see(self.table, shown, self.own.rows, self.own.columns, self.own.names)
        return self._web.solve([mine, *self.earlier], number, place)

    @cached_property
    def _web(self) -> Web:
        return Web([self.own, *self.earlier], self.table.figures)


def _tells_no_more(printed: Range, alone: Range, together: Range) -> bool:
    """Whether a figure kept in an earlier table stays as safe as it was: a small one can be all that it could be; one
    near an earlier figure stays open by a threshold, which is half of what was printed around that figure."""
    if printed[0] > 1:
        return 2 * (together[1] - together[0]) >= printed[1] - printed[0]
    return together[0] <= max(alone[0], 1) and together[1] >= alone[1]


def _is_edition_of(mine: Seen, seen: Seen) -> bool:
    return (mine.names, mine.columns, mine.exclusive) == (seen.names, seen.columns, seen.exclusive)


def _mark_near(table: Table, shown: Shown) -> Shown:
    """Each figure near an earlier one is told as "about" that, and its total with it, or it could be worked out."""
    shown = [list(line) for line in shown]
    for row, column in table.near:
        shown[row][column] = Show.NEAR
    for row, column in table.near:
        total = table.figures.shape[1] - 1
        if column != total and shown[row][total] is Show.EXACT:
            withhold(table, shown, (row, total))
    return shown
