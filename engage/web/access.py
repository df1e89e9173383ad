"""Who may open a page. Each blueprint has a guard; a test holds the exact set of those that have none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Protocol

from flask import Blueprint, abort, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from engage.web.typed import typed_by_staff


class HasRoles(Protocol):
    def roles_in(self, programme_id: int) -> frozenset[str]: ...


def guard(blueprint: Blueprint, *roles: str) -> None:
    """Let only people who hold one of `roles` in the programme of the address open the blueprint's pages.
    With no roles, anyone who is signed in may."""

    def refuse_strangers() -> ResponseReturnValue | None:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        if roles and not holds(*roles):
            abort(403)
        return None

    blueprint.before_request(refuse_strangers)
    blueprint.guard_roles = frozenset(roles)  # type: ignore[attr-defined]


def ask_to_sign_in() -> ResponseReturnValue:
    """The way to the page on which people sign in; what somebody typed on a page for staff is shown first."""
    if typed := typed_by_staff():
        return render_template("errors/400.html", stale_form=True, typed=typed), 401
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]


def holds(*roles: str) -> bool:
    """Whether the person signed in has one of `roles` in the programme of this address."""
    if not current_user.is_authenticated or "programme" not in g:
        return False
    return bool(current_user.roles_in(g.programme.id) & frozenset(roles))


def may_open(endpoint: str) -> bool:
    """Whether the person signed in may open a page of this programme, by its guard and by what narrows it.

    What a template shows only where this is true leads to no refusal.
    """
    blueprint = current_app.blueprints[endpoint.rpartition(".")[0]]
    allowed = [
        getattr(blueprint, "guard_roles", None),
        getattr(current_app.view_functions[endpoint], "only_roles", None),
    ]
    return all(holds(*roles) for roles in allowed if roles)


View = Callable[..., ResponseReturnValue]


def only(*roles: str) -> Callable[[View], View]:
    """Narrow one view of a guarded blueprint to `roles`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: object, **values: object) -> ResponseReturnValue:
            if not holds(*roles):
                abort(403)
            return view(*args, **values)

        guarded.only_roles = frozenset(roles)  # type: ignore[attr-defined]
        return login_required(guarded)  # type: ignore[no-any-return]

    return decorate
