"""Approved quotes that could still be approved today, read for all findings of a wave at once."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import aliased

from engage.coding.models import Code, Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.coding.queries import applied, frame_in_force, readable
from engage.database import db
from engage.programmes.models import Wave
from engage.reports.models import Finding, Quote, finding_code
from engage.reports.summary import Side
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.queries import voice

# The middle of how an answer feels, from 1 to 5.
NEUTRAL = 3


class Publishable(NamedTuple):
    """An approved quote: its words, whose voice they are, whether they sum up the section, how people say it feels (1
    very positive to 5 very negative), and whether somebody translated it."""

    words: str
    voice: str
    in_summary: bool
    sentiment: float | None
    is_translated: bool = False

    @property
    def side(self) -> Side:
        """Which side it takes, where people have said it takes one."""
        felt = round(self.sentiment or NEUTRAL)
        return "" if felt == NEUTRAL else "positive" if felt < NEUTRAL else "negative"


def publishable_quotes(wave: Wave) -> dict[int, list[Publishable]]:
    """Each approved quote that could still be approved today, by its finding's id, in the order of approval.

    It reads the codings of the quoted excerpts alone, however many others there are.
    """
    quoted = select(Quote.excerpt_id).join(Quote.finding).where(Finding.wave_id == wave.id)
    verdicts = applied(wave.programme_id, quoted)
    counted, own = aliased(Code), aliased(Code)
    about = select(finding_code.c.finding_id, verdicts.c.excerpt_id).select_from(verdicts)
    about = about.join(counted, counted.id == verdicts.c.code_id).join(own, own.slug == counted.slug)
    about = about.join(finding_code, finding_code.c.code_id == own.id)
    columns = (Quote.words, voice(), Quote.in_summary, _felt_by_people(wave), Excerpt.original.is_not(None))
    query = select(Quote.finding_id, *columns).join(Quote.finding).join(Quote.excerpt).join(Excerpt.answer)
    query = query.join(Answer.response).join(Response.survey).join(Survey.audience)
    query = query.where(Finding.wave_id == wave.id, Survey.wave_id == wave.id, Response.submitted_on.is_not(None))
    query = query.where(readable(wave.programme_id), tuple_(Quote.finding_id, Quote.excerpt_id).in_(about))
    found: defaultdict[int, list[Publishable]] = defaultdict(list)
    for finding_id, words, slug, in_summary, feeling, is_translated in db.session.execute(query.order_by(Quote.id)):
        found[finding_id].append(Publishable(words, slug, in_summary, feeling, is_translated))
    return dict(found)


def _felt_by_people(wave: Wave) -> ColumnElement[float | None]:
    """How people say that a quoted excerpt feels about the finding's codes, else on the whole: of one person's words
    the machine alone is not to say it to readers."""
    own = aliased(Code)
    slugs = select(own.slug).join(finding_code, finding_code.c.code_id == own.id)
    slugs = slugs.where(finding_code.c.finding_id == Quote.finding_id).correlate(Quote)
    of_codes = select(func.avg(Coding.sentiment)).join(Code, Code.id == Coding.code_id)
    of_codes = of_codes.join(Coder, Coder.id == Coding.coder_id).where(Coding.excerpt_id == Excerpt.id, Coding.applies)
    of_codes = of_codes.where(Code.frame_id == frame_in_force(wave.programme_id), Code.slug.in_(slugs))
    whole = select(func.avg(ExcerptReview.sentiment)).join(Coder, Coder.id == ExcerptReview.coder_id)
    whole = whole.where(ExcerptReview.excerpt_id == Excerpt.id)
    said = [query.where(Coder.kind == CoderKind.PERSON).correlate(Excerpt, Quote) for query in (of_codes, whole)]
    return func.coalesce(*(query.scalar_subquery() for query in said))
