"""Access cannot be forgotten: which blueprints are open to everyone is written here, and every other has a guard."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from engage.web.access import guard

# Open to everyone. A blueprint that is added here has to say why nobody needs to sign in for it.
OPEN = {
    "accounts",  # signing in itself
    "council",  # a council's colours
    "health",  # asked by machines
    "invited",  # the short address on a poster, which leads to a survey
    "home",  # what a programme is about, and the small print
    "respond",  # answering a survey
    "short",  # where the result of a survey will be
    "you_said",  # published decisions
}
# Everyone who signs in, whatever their role: there is no programme in their addresses.
SIGNED_IN = {"mine"}
# Flask's own files, and ours under a hash of their content.
OUTSIDE_BLUEPRINTS = {"static", "built_asset"}


def without_guard(app: Flask) -> set[str]:
    return {name for name, blueprint in app.blueprints.items() if not hasattr(blueprint, "guard_roles")}


def without_roles(app: Flask) -> set[str]:
    return {name for name, blueprint in app.blueprints.items() if getattr(blueprint, "guard_roles", None) == set()}


def unguarded_staff_rules(app: Flask) -> list[str]:
    """Addresses under /staff/ whose blueprint has no guard."""
    guarded = app.blueprints.keys() - without_guard(app)
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff/")]
    return [rule.rule for rule in rules if rule.endpoint.rpartition(".")[0] not in guarded]


def guarded_rules_elsewhere(app: Flask) -> list[str]:
    """Addresses of guarded blueprints that do not start with /staff/."""
    guarded = app.blueprints.keys() - without_guard(app)
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.rpartition(".")[0] in guarded]
    return [rule.rule for rule in rules if not rule.rule.startswith("/staff/")]


def staff_rules_without_programme(app: Flask) -> list[str]:
    """Addresses whose guard asks for a role but which name no programme to hold it in: nobody could open them."""
    asking = app.blueprints.keys() - without_guard(app) - without_roles(app)
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.rpartition(".")[0] in asking]
    return [rule.rule for rule in rules if "programme" not in rule.arguments]


def test_the_blueprints_open_to_everyone_are_exactly_these(whole_app: Flask) -> None:
    assert without_guard(whole_app) == OPEN


def test_the_blueprints_open_to_everyone_signed_in_are_exactly_these(whole_app: Flask) -> None:
    assert without_roles(whole_app) == SIGNED_IN


def test_every_staff_address_has_a_guard_and_every_guarded_address_is_a_staff_address(whole_app: Flask) -> None:
    assert unguarded_staff_rules(whole_app) == []
    assert guarded_rules_elsewhere(whole_app) == []
    assert staff_rules_without_programme(whole_app) == []


def test_every_other_address_belongs_to_a_blueprint(whole_app: Flask) -> None:
    alone = {rule.endpoint for rule in whole_app.url_map.iter_rules() if "." not in rule.endpoint}
    assert alone == OUTSIDE_BLUEPRINTS


@pytest.fixture
def careless() -> Flask:
    """An application with a staff page that nobody guards, and a guarded page where it does not belong."""
    app = Flask(__name__)
    forgotten, misplaced = Blueprint("forgotten", __name__), Blueprint("misplaced", __name__)
    guard(misplaced, "analyst")
    forgotten.add_url_rule("/staff/<programme>/secrets", "secrets", lambda: "")
    misplaced.add_url_rule("/answers", "answers", lambda: "")
    app.register_blueprint(forgotten)
    app.register_blueprint(misplaced)
    return app


def test_a_forgotten_guard_is_seen(careless: Flask) -> None:
    assert without_guard(careless) == {"forgotten"}
    assert unguarded_staff_rules(careless) == ["/staff/<programme>/secrets"]


def test_a_guarded_page_in_the_wrong_place_is_seen(careless: Flask) -> None:
    assert guarded_rules_elsewhere(careless) == ["/answers"]
    assert staff_rules_without_programme(careless) == ["/answers"]
