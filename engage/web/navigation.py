"""The links of the staff header: each room offers its own, and a person sees those of the rooms open to them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from flask import Blueprint, Flask, current_app, g, request, url_for
from flask_babel import LazyString

from engage.web.access import holds, may_open


class Offer(NamedTuple):
    position: int
    label: LazyString
    endpoint: str
    blueprints: frozenset[str]


def offer(blueprint: Blueprint, *, position: int, label: LazyString, endpoint: str, also: Collection[str] = ()) -> None:
    """Put a link to the blueprint's `endpoint` into the header of everyone whom its guard lets in.

    `also` names the other blueprints of this room: on their pages too, this link is the one marked.
    """
    room = frozenset({blueprint.name, *also})
    blueprint.navigation = Offer(position, label, f"{blueprint.name}.{endpoint}", room)  # type: ignore[attr-defined]


def offers_here() -> list[tuple[LazyString, str, bool]]:
    """(label, address, whether it is this room) for the person signed in and the programme of this address."""
    if "programme" not in g:
        return []
    rooms = [room for room in current_app.blueprints.values() if hasattr(room, "navigation")]
    rooms.sort(key=lambda room: room.navigation.position)
    return [
        (room.navigation.label, url_for(room.navigation.endpoint), request.blueprint in room.navigation.blueprints)
        for room in rooms
        if holds(*vars(room)["guard_roles"])
    ]


def init_app(app: Flask) -> None:
    app.add_template_global(holds)
    app.add_template_global(may_open)

    @app.context_processor
    def show_navigation() -> dict[str, object]:
        return {"navigation": offers_here() if request.path.startswith("/staff/") else []}
