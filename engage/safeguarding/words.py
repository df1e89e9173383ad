"""What flags, their states and what is done with them are called on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.analysis.triage import Tier
from engage.safeguarding.models import FlagAct, FlagReason, FlagState

REASONS: dict[str, LazyString] = {
    FlagReason.CONCERN: _l("A reader is worried"),
    FlagReason.WORRYING_WORDS: _l("Worrying words"),
    FlagReason.NOT_ENGLISH: _l("May not be in English"),
}
TIERS: dict[str, LazyString] = {
    Tier.LOOK_NOW: _l("Look now"),
    Tier.LOOK_TODAY: _l("Look today"),
    Tier.PROBABLY_NOTHING: _l("Probably nothing"),
}
STATES: dict[str, LazyString] = {
    FlagState.OPEN: _l("Nobody’s yet"),
    FlagState.TAKEN: _l("Taken"),
    FlagState.ASKED: _l("Asked for more"),
    FlagState.REFERRED: _l("Referred"),
    FlagState.CLOSED: _l("Closed, not released"),
    FlagState.RELEASED: _l("Released"),
}
ACTS: dict[str, LazyString] = {
    FlagAct.NOTED: _l("Add a note"),
    FlagAct.ASKED: _l("Ask for more"),
    FlagAct.ANSWERED: _l("Note what was answered"),
    FlagAct.REFERRED: _l("Refer it, and keep it from everyone"),
    FlagAct.CLOSED: _l("Close it without releasing, and keep it from everyone"),
    FlagAct.REOPENED: _l("Open it again"),
    FlagAct.RELEASED: _l("Release it: others may read it from now on"),
    FlagAct.TRANSLATED: _l("Add or mend a translation"),
}
# What opening it again is called where it was released.
HOLD_AGAIN = _l("Put it on hold again: nobody but safeguarding leads reads it from now on")
# How each reads in the history: "Taken by A person".
PAST: dict[str, LazyString] = {
    FlagAct.TAKEN: _l("Taken"),
    FlagAct.NOTED: _l("Noted"),
    FlagAct.ASKED: _l("Asked for more"),
    FlagAct.ANSWERED: _l("Answered"),
    FlagAct.REFERRED: _l("Referred"),
    FlagAct.CLOSED: _l("Closed without releasing"),
    FlagAct.REOPENED: _l("Opened, or put on hold, again"),
    FlagAct.RELEASED: _l("Released"),
    FlagAct.TRANSLATED: _l("Translated"),
}
