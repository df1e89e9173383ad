"""Whose voice a figure is: an audience's own, or that of adults who answered in its place.

What an adult answers for a child is not what the child would have said: self-reports and proxies' reports of the same
children differ, most of all on feelings (Eiser and Varni, "Health-related quality of life and symptom reporting:
similarities and differences between children and their parents", 2013). So proxies are a group of their own beside
their audience, in every finding, question and quote, and never in its bars. People who were read to, or whose words
somebody wrote down, spoke for themselves: they count with their audience, and it is told how many they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engage.programmes.models import Audience
from engage.surveys.queries import BY_PROXY


class Voice(NamedTuple):
    """A group as figures name it, and the slug of the audience that was asked."""

    slug: str
    name: str
    singular: str
    asked: str


def voices_of(audiences: Sequence[Audience]) -> list[Voice]:
    """Each audience, followed by those who answered in its place."""
    return [voice for audience in audiences for voice in (_own(audience), _by_proxy(audience))]


def _own(audience: Audience) -> Voice:
    return Voice(audience.slug, audience.name, audience.singular, audience.slug)


def _by_proxy(audience: Audience) -> Voice:
    slug, name = audience.slug + BY_PROXY, f"{audience.name}, answered for by an adult"
    return Voice(slug, name, audience.proxy, audience.slug)
