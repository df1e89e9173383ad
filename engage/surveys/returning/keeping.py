"""What the pages of coming back share: the lock of a survey, keeping a draft, and using a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.database import db
from engage.programmes.models import AudienceKind
from engage.surveys.fields import tidy
from engage.surveys.models import Help
from engage.surveys.responses import AlreadySent, Visit
from engage.surveys.returning import operations, tries
from engage.surveys.returning.codes import LONGEST_TYPED, Lock, Purpose, make_code, read_code, strange_word
from engage.surveys.visiting import TurnedAway, code_key, receipt_key

TOO_MANY_REQUESTS = 429
HELPS = frozenset(Help)

Opened = TypeVar("Opened")


class OpensNothing(Exception):
    """What was typed opens nothing, or not now; `words` say what to do."""

    def __init__(self, words: LazyString, status: int = 200) -> None:
        super().__init__()
        self.words, self.status = words, status


def lock_of(visit: Visit, purpose: Purpose) -> Lock:
    return Lock(current_app.config["SECRET_KEY"], purpose, visit.survey_id)


def keep(visit: Visit) -> ResponseReturnValue:
    """Give the draft a code, the same one however often it is asked for, and go to the page that shows it."""
    code = session.get(code_key(visit.slug)) or make_code()
    try:
        operations.keep_draft(response_id=visit.draft_id, return_hash=lock_of(visit, Purpose.RETURN).hash_of(code))
    except AlreadySent as sent:
        db.session.rollback()
        raise TurnedAway("already_sent", 409, visit) from sent
    db.session.commit()
    session[code_key(visit.slug)] = code
    return redirect(url_for("respond.saved", survey=visit.slug))


def read_typed() -> str:
    """What stands in the box of the form, without what no page can show."""
    return tidy([request.form.get("code", "")])[:LONGEST_TYPED]


def use_code(lock: Lock, typed: str, look_up: Callable[[str], Opened | None]) -> tuple[str, Opened]:
    """The code that was typed and what `look_up` finds by its hash, in one transaction. Raises OpensNothing."""
    code = read_code(typed)
    if code is None:
        raise OpensNothing(_why_no_code(typed))
    if not tries.may_try(lock=lock, code=code):
        db.session.commit()
        raise OpensNothing(
            _l("Many codes are being tried. Wait a minute, then press the button again"), TOO_MANY_REQUESTS
        )
    found = look_up(lock.hash_of(code))
    if not found:
        tries.count_wrong(lock=lock, code=code)
    db.session.commit()
    if not found:
        raise OpensNothing(_l("These words do not open anything here. Look at each word again"))
    return code, found


def _why_no_code(typed: str) -> LazyString:
    strange = strange_word(typed)
    if strange:
        return _l("We do not use the word “%(word)s”. Look at it again", word=strange)
    return _l("Type all five words as they stand on your card or paper")


def asks_help(visit: Visit) -> bool:
    """Whether it makes sense to ask if somebody helped: an organisation's answer is nobody's own voice."""
    return visit.audience_kind == AudienceKind.PEOPLE


def read_help(visit: Visit) -> Help | None:
    """Who helped, as the form says; nothing where it was not asked or not said."""
    said = request.form.get("help", "")
    return Help(said) if asks_help(visit) and said in HELPS else None


def read_receipt() -> str:
    """The receipt that the check page made up, so that pressing Send twice leaves the same one."""
    return read_code(request.form.get("receipt", "")) or make_code()


def receipt_hash(visit: Visit, receipt: str) -> str:
    return lock_of(visit, Purpose.WITHDRAW).hash_of(receipt)


def hand_over(visit: Visit, receipt: str) -> None:
    """Let the next page show the receipt, where it is the one that was stored."""
    if operations.has_receipt(response_id=visit.draft_id, receipt_hash=receipt_hash(visit, receipt)):
        session[receipt_key(visit.slug)] = receipt


def address_of(endpoint: str, visit: Visit) -> str:
    """The address of a page of the survey, as people write addresses."""
    return url_for(endpoint, survey=visit.slug, _external=True).partition("://")[2]
