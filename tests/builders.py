"""What a test starts from, each made with one call; name only what the test is about."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

from engage.accounts import operations as accounts
from engage.accounts.models import Role, User
from engage.database import db, now, today
from engage.programmes.models import Audience, Council, Kloe, Programme, SpecificationSection, Wave
from engage.programmes.specification.operations import start_line
from engage.surveys.instrument import fingerprint
from engage.surveys.models import Answer, AnswerState, Response, Survey, SurveyEdition

serial = itertools.count(1)

INSTRUMENT = """
slug = "ap-young-people"
version = 1
audience = "young-people"
title = "Your place, your say"
purpose = "We want to know what helps you learn."
minutes = 5
help = "Tell an adult you trust. You can call Childline free on 0800 1111."
thank_you = ["We will read what you said."]

[assent]
points = ["You can stop at any time.", "Do not write names."]
label = "Yes, I want to answer"

[[sections]]
id = "place"
title = "The place you go to"

[[sections.items]]
id = "belonging"
type = "choice"
question = "Do you feel you belong here?"
dont_know = true
serves = { kloes = ["effectiveness"], sections = ["belonging"] }
options = [
  { id = "always", label = "Always" },
  { id = "sometimes", label = "Sometimes" },
  { id = "never", label = "Never" },
]

[[sections.items]]
id = "what-helps"
type = "choices"
question = "What helps you?"
dont_know = true
serves = { kloes = ["effectiveness"], sections = ["belonging"] }
options = [
  { id = "staff", label = "Staff" },
  { id = "friends", label = "Friends" },
  { id = "none", label = "None of these", exclusive = true },
]

[[sections.items]]
id = "what-works"
type = "long_text"
question = "What is good here?"
dont_know = true
serves = { kloes = ["effectiveness"], sections = ["belonging"] }
"""


def make_programme(
    *, slug: str = "alternative-provision", title: str = "Alternative Provision", is_draft: bool = False
) -> Programme:
    """A programme of a council of its own, with two audiences, a wave, a line of enquiry and a section of two lines.
    It is published, unless it is to be a draft."""
    council = Council(slug=f"council-{next(serial)}", name="Testham Council", email="hello@testham.example")
    section = SpecificationSection(slug="belonging", number=7, title="Belonging and relationships")
    section.lines = [
        start_line(number="7.1", text="A pupil has one named adult.", position=1),
        start_line(number="7.2", text="Placements last a term.", position=2),
    ]
    programme = Programme(council=council, slug=slug, title=title, summary="We are changing it.\n\nTell us how.")
    programme.published_at = None if is_draft else now()
    programme.audiences = [
        Audience(slug="young-people", name="Children and young people", singular="Young person", known_size=200),
        Audience(slug="providers", name="Providers", singular="Provider", kind="organisations", position=1),
    ]
    programme.kloes = [Kloe(slug="effectiveness", title="Effectiveness, quality, outcomes")]
    programme.sections = [section]
    programme.waves = [Wave(number=1, title="Summer", starts_on=today(), ends_on=today() + dt.timedelta(days=30))]
    db.session.add(programme)
    db.session.commit()
    return programme


def make_user(programme: Programme | None = None, *roles: Role, email: str = "", password: str | None = None) -> User:
    """Someone with an account and these roles in the programme."""
    user = accounts.create_user(
        email=email or f"person{next(serial)}@testham.example", name="A person", password=password
    )
    for role in roles:
        assert programme is not None
        accounts.grant_role(user=user, programme_id=programme.id, role=role)
    db.session.commit()
    return user


def make_survey(
    programme: Programme, *, status: str = "open", slug: str = "your-say", document: str = INSTRUMENT
) -> Survey:
    """A survey for the programme's first audience; open since yesterday unless told otherwise, with its edition."""
    survey = Survey(
        wave=programme.waves[0],
        audience=programme.audiences[0],
        slug=slug,
        title="Your place, your say",
        document=document,
        status=status,
        author=make_user(programme, Role.COMMISSIONING_OFFICER),
        opens_on=today() - dt.timedelta(days=1),
        closes_on=today() + dt.timedelta(days=12),
    )
    if status not in ("draft", "in_review"):
        survey.approver = make_user(programme, Role.REVIEWER)
    if status in ("open", "closed"):
        survey.editions = [SurveyEdition(number=1, document=document, sha256=fingerprint(document))]
    db.session.add(survey)
    db.session.commit()
    return survey


def make_response(survey: Survey, *, submitted: bool = True, **answers: str | list[str]) -> Response:
    """A response with an answer per keyword (`what_works="..."` answers `what-works`; a list chooses options).
    Written straight to the tables: no signal is sent, so nothing is flagged or made into excerpts."""
    response = Response(
        id=uuid.uuid4(), survey=survey, edition=survey.editions[-1], submitted_on=today() if submitted else None
    )
    response.answers = [_make_answer(name.replace("_", "-"), said) for name, said in answers.items()]
    db.session.add(response)
    db.session.commit()
    return response


def _make_answer(item_id: str, said: str | list[str]) -> Answer:
    if isinstance(said, list):
        return Answer(item_id=item_id, state=AnswerState.ANSWERED, options=said)
    return Answer(item_id=item_id, state=AnswerState.ANSWERED, text=said)
