"""Reading surveys, their comments, and counts of the responses to them. Nobody's words are read here."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, Text, case, cast, func, literal, select
from sqlalchemy.orm import joinedload

from engage.database import db
from engage.programmes.models import Audience, Wave
from engage.surveys.editions import instrument_of, read_edition
from engage.surveys.instrument import Instrument, Item, fingerprint
from engage.surveys.models import (
    Answer,
    Channel,
    Help,
    Response,
    ReviewComment,
    Survey,
    SurveyEdition,
    SurveyStatus,
)
from engage.surveys.organisations.queries import is_confidential

ROWS_AT_ONCE = 2_000
FIELDED = frozenset({SurveyStatus.OPEN, SurveyStatus.CLOSED})
# Follows the slug of an audience, where no slug has a stroke: an adult answered in the person's place.
BY_PROXY = "/by-proxy"


class ClosedAnswer(NamedTuple):
    """One option that one response chose, or the band that its number lies in, with the number. The label is that of
    the edition the response was given to."""

    response_id: uuid.UUID
    record_key: int
    audience_slug: str
    item_id: str
    option_id: str
    label: str
    number: Decimal | None = None


class ClosedCount(NamedTuple):
    """How many responses of a voice chose just these options of a question, or gave this number (its band is then the
    option), and the sum of their record keys."""

    audience_slug: str
    item_id: str
    option_ids: tuple[str, ...]
    people: int
    key: int
    number: Decimal | None = None


class HelpCount(NamedTuple):
    """How many responses of an audience were given with this help, as they said (None: not asked or not said), and the
    sum of their record keys."""

    audience_slug: str
    help: str | None
    responses: int
    key: int


class Tally(NamedTuple):
    """How far one survey has come on a day."""

    survey: Survey
    state: SurveyStatus
    days_left: int
    online: int
    imported: int

    @property
    def total(self) -> int:
        return self.online + self.imported


def find_survey(*, slug: str, programme_id: int | None = None) -> Survey | None:
    """The survey with this slug; none where it belongs to another programme than `programme_id`."""
    survey = db.session.scalar(select(Survey).where(Survey.slug == slug).options(joinedload(Survey.wave)))
    if survey and programme_id not in (None, survey.wave.programme_id):
        return None
    return survey


def list_surveys(*, programme_id: int) -> Sequence[Survey]:
    """Every survey of the programme: the latest wave first, audiences in their order."""
    query = select(Survey).join(Survey.wave).join(Survey.audience).where(Wave.programme_id == programme_id)
    query = query.options(joinedload(Survey.wave), joinedload(Survey.audience))
    return db.session.scalars(query.order_by(Wave.number.desc(), Audience.position, Audience.id, Survey.id)).all()


def list_open_surveys(programme_id: int, on: dt.date) -> Sequence[Survey]:
    """The surveys of the programme that can be answered on a day, audiences in their order."""
    query = select(Survey).join(Survey.wave).join(Survey.audience).options(joinedload(Survey.audience))
    query = query.where(
        Wave.programme_id == programme_id,
        Survey.status == SurveyStatus.OPEN,
        Survey.opens_on <= on,
        Survey.closes_on >= on,
    )
    return db.session.scalars(query.order_by(Audience.position, Audience.id, Survey.id)).all()


def is_open(survey: Survey, on: dt.date) -> bool:
    """Whether people can answer the survey on a day, the first and the last included."""
    return survey.status == SurveyStatus.OPEN and survey.opens_on <= on <= survey.closes_on


def state_of(survey: Survey, on: dt.date) -> SurveyStatus:
    """Where the survey stands on a day: an open one past its last day counts as closed everywhere."""
    if survey.status == SurveyStatus.OPEN and on > survey.closes_on:
        return SurveyStatus.CLOSED
    return SurveyStatus(survey.status)


def days_left(survey: Survey, on: dt.date) -> int:
    """Days on which the survey can still be answered, `on` included; none once it is closed."""
    return (survey.closes_on - on).days + 1 if is_open(survey, on) else 0


def instrument_at(survey: Survey) -> Instrument:
    """The instrument in the working copy, which may hold a correction that is not in the field yet."""
    return instrument_of(fingerprint(survey.document), survey.document)


def has_correction(survey: Survey) -> bool:
    """Whether the working copy has other words than the edition in the field."""
    return bool(survey.editions) and fingerprint(survey.document) != survey.editions[-1].sha256


def count_responses(survey_ids: Sequence[int]) -> Counter[int]:
    """How many people have submitted an answer to each survey; drafts are not counted."""
    counts: Counter[int] = Counter()
    for (survey_id, _channel), count in count_by_channel(survey_ids).items():
        counts[survey_id] += count
    return counts


def count_drafts(*, survey_id: int) -> int:
    """Count the people who have begun a survey and not sent it."""
    query = select(func.count()).select_from(Response)
    return db.session.scalar(query.where(Response.survey_id == survey_id, Response.submitted_on.is_(None))) or 0


def count_by_channel(survey_ids: Sequence[int]) -> Counter[tuple[int, str]]:
    """How many responses were submitted to each survey by each channel."""
    query = select(Response.survey_id, Response.channel, func.count()).where(
        Response.survey_id.in_(survey_ids), Response.submitted_on.is_not(None)
    )
    rows = db.session.execute(query.group_by(Response.survey_id, Response.channel))
    return Counter({(survey_id, channel): count for survey_id, channel, count in rows})


def tally_responses(*, programme_id: int, on: dt.date) -> list[Tally]:
    """How far each survey that has been in the field has come, in the order of `list_surveys`."""
    surveys = [survey for survey in list_surveys(programme_id=programme_id) if state_of(survey, on) in FIELDED]
    counts = count_by_channel([survey.id for survey in surveys])
    return [
        Tally(
            survey,
            state_of(survey, on),
            days_left(survey, on),
            counts[survey.id, Channel.ONLINE],
            counts[survey.id, Channel.IMPORTED],
        )
        for survey in surveys
    ]


def find_comment(*, survey_id: int, comment_id: int) -> ReviewComment | None:
    comment = db.session.get(ReviewComment, comment_id)
    return comment if comment and comment.survey_id == survey_id else None


def comments_by_item(survey: Survey) -> dict[str | None, list[ReviewComment]]:
    """The survey's comments by the id of their item (None: on the whole), the oldest first."""
    query = select(ReviewComment).where(ReviewComment.survey_id == survey.id)
    query = query.options(joinedload(ReviewComment.author)).order_by(ReviewComment.written_at, ReviewComment.id)
    found: defaultdict[str | None, list[ReviewComment]] = defaultdict(list)
    for comment in db.session.scalars(query):
        found[comment.item_id].append(comment)
    return dict(found)


def count_open_comments(survey_ids: Sequence[int]) -> Counter[int]:
    """How many comments on each survey are not settled."""
    query = select(ReviewComment.survey_id, func.count()).where(
        ReviewComment.survey_id.in_(survey_ids), ReviewComment.resolved_at.is_(None)
    )
    return Counter(dict(db.session.execute(query.group_by(ReviewComment.survey_id)).all()))


def voice() -> ColumnElement[str]:
    """Whose voice a response is: the slug of its audience, marked where somebody answered in the person's place."""
    return case((Response.help == Help.PROXY, Audience.slug + BY_PROXY), else_=Audience.slug)


def voice_in(wave_id: int) -> tuple[ColumnElement[str], ColumnElement[bool]]:
    """The same as `voice` for the responses of a wave, and the condition that a response is of it, without joining
    surveys: where all responses are read, SQLite would go through all of them again for each survey."""
    query = select(Survey.id, Audience.slug).join(Survey.audience).where(Survey.wave_id == wave_id).order_by(Survey.id)
    slugs = dict(db.session.execute(query).all())
    slug = case(slugs, value=Response.survey_id) if slugs else literal("")
    return case((Response.help == Help.PROXY, slug.concat(BY_PROXY)), else_=slug), Response.survey_id.in_(slugs)


def count_help(wave_id: int) -> list[HelpCount]:
    """Submitted responses of a wave by the slug of their audience and who helped. Not to be shown as it is."""
    query = select(Audience.slug, Response.help, func.count(), sum_of_keys(Response.record_key)).select_from(Response)
    query = query.join(Response.survey).join(Survey.audience)
    query = query.where(Survey.wave_id == wave_id, Response.submitted_on.is_not(None))
    query = query.group_by(Audience.slug, Response.help).order_by(Audience.slug, Response.help)
    return [HelpCount(*row) for row in db.session.execute(query)]


def sum_of_keys(record_key: SQLColumnExpression[int]) -> ColumnElement[int]:
    """The key of all rows of a group together, as a whole number on every database."""
    return cast(func.sum(record_key), BigInteger)


def closed_answers(wave_id: int) -> Iterator[ClosedAnswer]:
    """Every option chosen in a submitted response of the wave, a row each, in the order of items; after a ranking,
    its first choices again by themselves. Without what organisations marked as confidential.

    Read in portions, so that a wave of any size can be gone through.
    """
    instruments = _instruments(wave_id)
    query = (
        select(
            *(Answer.response_id, Response.record_key, voice()),
            *(Answer.item_id, Answer.options, Response.edition_id),
        )
        .join(Response, Response.id == Answer.response_id)
        .join(Survey, Survey.id == Response.survey_id)
        .join(Audience, Audience.id == Survey.audience_id)
        .where(Survey.wave_id == wave_id, Response.submitted_on.is_not(None), Answer.options.is_not(None))
        .where(~is_confidential(Answer.id))
        .order_by(Answer.item_id, Audience.position, Audience.id, Answer.response_id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for _item_id, rows in groupby(db.session.execute(query), key=attrgetter("item_id")):
        further: list[ClosedAnswer] = []
        for response_id, record_key, audience_slug, item_id, options, edition_id in rows:
            item = instruments[edition_id].by_id[item_id]
            first, *others = item.tallies
            who = (response_id, record_key, audience_slug)
            yield from _count_under(first, item, who, options or ())
            for tally in others:
                further.extend(_count_under(tally, item, who, options or ()))
        yield from further


def count_closed_answers(wave_id: int) -> list[ClosedCount]:
    """What `closed_answers` gives one by one, counted by the database: a row for each voice and each choice or set of
    choices that anybody made. Not to be shown as it is."""
    instruments = _instruments(wave_id)
    options, (slug, is_here) = cast(Answer.options, Text).label("options"), voice_in(wave_id)
    each = select(slug.label("voice"), Answer.item_id, options, Response.edition_id, Response.record_key)
    each = each.select_from(Answer).join(Answer.response)
    each = each.where(is_here, Response.submitted_on.is_not(None), Answer.options.is_not(None))
    found = each.where(~is_confidential(Answer.id)).subquery().c
    alike = (found.item_id, found.voice, found.options, found.edition_id)
    query = select(*alike, func.count(), sum_of_keys(found.record_key)).group_by(*alike).order_by(*alike)
    return [
        ClosedCount(slug, tally.id, counted, people, key, Decimal(chosen[0]) if item.number else None)
        for item_id, slug, text, edition_id, people, key in db.session.execute(query)
        for item, chosen in [(instruments[edition_id].by_id[item_id], json.loads(text))]
        for tally in item.tallies
        if (counted := tuple(dict.fromkeys(item.count_under(tally, chosen))))
    ]


def _count_under(
    tally: Item, item: Item, who: tuple[uuid.UUID, int, str], options: Sequence[str]
) -> Iterator[ClosedAnswer]:
    number = Decimal(options[0]) if item.number else None
    for option_id in item.count_under(tally, options):
        yield ClosedAnswer(*who, tally.id, option_id, item.counted_labels[option_id], number)


def _instruments(wave_id: int) -> dict[int, Instrument]:
    query = select(SurveyEdition).join(Survey).where(Survey.wave_id == wave_id).order_by(SurveyEdition.id)
    return {edition.id: read_edition(edition) for edition in db.session.scalars(query)}
