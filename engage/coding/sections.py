"""Codes by the section of the specification they feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from engage.coding.models import Code
from engage.programmes.models import SpecificationSection


class Group(NamedTuple):
    """Codes that feed one section; no section for those that feed none, which come last."""

    section: SpecificationSection | None
    codes: list[Code]


def by_section(codes: Sequence[Code]) -> list[Group]:
    """The codes in groups, in the specification's order and within it the frame's."""
    groups: dict[SpecificationSection | None, list[Code]] = defaultdict(list)
    for code in codes:
        groups[code.section].append(code)
    ordered = sorted(groups, key=lambda section: (section is None, section.number if section else 0))
    return [Group(section, groups[section]) for section in ordered]
