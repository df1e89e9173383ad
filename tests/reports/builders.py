"""What a test of findings starts from: a frame, and people who said something that is coded."""

from __future__ import annotations

from engage.accounts.models import User
from engage.coding.models import Code, Coder, Coding, CodingFrame, Excerpt, ExcerptReview
from engage.database import db, today
from engage.forums import operations as forums
from engage.forums.models import Decision, ForumKind, Meeting, Outcome
from engage.forums.queries import fingerprint_of_minutes
from engage.programmes.models import Programme, Wave
from engage.reports import operations
from engage.reports.drafts.operations import prepare_now
from engage.reports.models import Finding, Quote, SummaryEdition
from engage.safeguarding.models import Flag
from engage.surveys.instrument import fingerprint
from engage.surveys.models import Survey, SurveyEdition
from tests.builders import INSTRUMENT, make_response, make_survey, make_user


def make_codes(programme: Programme, *names: str, version: int = 1) -> list[Code]:
    """A frame with a code for each name, all feeding the programme's first section."""
    section = programme.sections[0]
    codes = [
        Code(slug=name.lower().replace(" ", "-"), name=name, definition=name, section=section, position=place)
        for place, name in enumerate(names)
    ]
    db.session.add(CodingFrame(programme_id=programme.id, version=version, codes=codes))
    db.session.commit()
    return codes


def make_survey_for(programme: Programme, audience: str, wave: Wave | None = None) -> Survey:
    """An open survey for the audience with this slug, in the first wave unless told otherwise."""
    document = INSTRUMENT.replace('audience = "young-people"', f'audience = "{audience}"')
    survey = make_survey(programme, slug=f"survey-{audience}" + (f"-{wave.number}" if wave else ""), document=document)
    survey.wave = wave or programme.waves[0]
    survey.audience = next(each for each in programme.audiences if each.slug == audience)
    survey.editions = survey.editions or [SurveyEdition(number=1, document=document, sha256=fingerprint(document))]
    db.session.commit()
    return survey


def make_machine() -> Coder:
    coder = db.session.query(Coder).filter_by(kind="machine").one_or_none()
    if coder is None:
        coder = Coder(kind="machine", method="words", version="1")
        db.session.add(coder)
    return coder


def make_person_coder(user: User) -> Coder:
    coder = Coder(kind="person", user_id=user.id)
    db.session.add(coder)
    db.session.commit()
    return coder


def make_voices(
    survey: Survey, *codes: Code, count: int = 1, words: str = "They never listened", feels: int = 5
) -> list[Excerpt]:
    """`count` people of the survey's audience who say these words, coded by the machine with the codes (or none)."""
    excerpts = [_make_voice(survey, codes, words, feels) for _ in range(count)]
    db.session.commit()
    return excerpts


def _make_voice(survey: Survey, codes: tuple[Code, ...], words: str, feels: int) -> Excerpt:
    answer = make_response(survey, what_works=words).answers[0]
    machine = make_machine()
    excerpt = Excerpt(programme_id=survey.wave.programme_id, answer=answer, start=0, end=len(words), text=words)
    excerpt.codings = [Coding(code=code, coder=machine, applies=True, score=0.9) for code in codes]
    db.session.add(excerpt)
    db.session.flush()
    db.session.add(ExcerptReview(excerpt_id=excerpt.id, coder_id=machine.id, sentiment=feels))
    return excerpt


def hold(excerpt: Excerpt) -> None:
    """Raise a flag on the answer, as triage does."""
    db.session.add(Flag(answer_id=excerpt.answer_id, reason="worrying_words", matched="hit", raised_on=today()))
    db.session.commit()


def make_finding(
    programme: Programme, *codes: Code, title: str = "Moving breaks trust", approved: bool = True
) -> Finding:
    """A finding in words that one person wrote and another approved, unless told otherwise."""
    finding = operations.add_finding(
        wave=programme.waves[0],
        section=programme.sections[0],
        codes=codes,
        title=title,
        statement="They say so.",
        writer=make_user(programme),
    )
    if approved:
        operations.approve_words(finding=finding, approver=make_user(programme))
    db.session.commit()
    return finding


def quote(finding: Finding, excerpt: Excerpt, words: str = "") -> Quote:
    """Approve the excerpt's words, or these of them."""
    approver = make_user(finding.wave.programme)
    quoted = operations.approve_quote(finding=finding, excerpt=excerpt, words=words or excerpt.text, approver=approver)
    db.session.commit()
    return quoted


def make_meeting(programme: Programme, title: str = "Meeting 1") -> Meeting:
    """A meeting of the working group with draft minutes."""
    forum = forums.add_forum(programme_id=programme.id, kind=ForumKind.WORKING_GROUP, title="Working group")
    meeting = forums.add_meeting(forum=forum, title=title, held_on=today())
    db.session.commit()
    return meeting


def make_decision(
    programme: Programme, *findings: Finding, title: str = "Every pupil has an adult who stays", published: bool = True
) -> Decision:
    """An accepted decision on line 7.1 that settles these findings, in approved minutes."""
    meeting, officer = make_meeting(programme), make_user(programme)
    line = programme.sections[0].lines[0]
    decision = forums.record_decision(
        meeting=meeting, title=title, outcome=Outcome.ACCEPTED, reason="You asked.", line=line, new_text="Two adults."
    )
    for finding in findings:
        operations.settle(finding=finding, decision=decision)
    forums.write_points(meeting=meeting, points="We read it.", author=officer)
    forums.approve_minutes(meeting=meeting, approver=officer, fingerprint=fingerprint_of_minutes(meeting))
    if published:
        forums.publish_decision(decision=decision, publisher=officer)
    db.session.commit()
    return decision


def publish_summary(wave: Wave, publisher: User) -> SummaryEdition:
    """An edition of everything as it stands, in force."""
    prepare_now(wave=wave, officer=publisher)
    return operations.publish_summary(wave=wave, publisher=publisher)
