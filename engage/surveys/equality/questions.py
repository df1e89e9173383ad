"""The questions about the person. They follow the government's harmonised standards (Government Analysis Function:
age, sex, ethnic group for England, long-lasting conditions and impairment), fewer and plainer for children."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.surveys.instrument import AboutYou

PREFER_NOT, DO_NOT_KNOW = "prefer-not", "not-sure"
# Whoever chose one of these has not said which group they are of.
UNSAID = frozenset({PREFER_NOT, DO_NOT_KNOW})


class Choice(NamedTuple):
    """One answer that can be chosen; `group` is the heading that it stands under, where there are headings."""

    id: str
    label: LazyString
    group: LazyString | None = None


class Question(NamedTuple):
    """What is asked; `about` is what it is about in two or three words, as a table says it."""

    id: str
    about: LazyString
    words: LazyString
    hint: LazyString | None
    choices: tuple[Choice, ...]

    @property
    def is_long(self) -> bool:
        """Whether it has so many answers that a list is easier than cards."""
        return any(choice.group for choice in self.choices)

    @property
    def groups(self) -> list[tuple[LazyString | None, list[Choice]]]:
        """The answers under their headings, in order."""
        return [(group, list(choices)) for group, choices in groupby(self.choices, key=attrgetter("group"))]

    @property
    def said(self) -> tuple[Choice, ...]:
        """The answers that say which group somebody is of."""
        return tuple(choice for choice in self.choices if choice.id not in UNSAID)

    def accepts(self, choice_id: str) -> bool:
        return any(choice.id == choice_id for choice in self.choices)

    def label_of(self, choice_id: str) -> LazyString:
        """Raises StopIteration where there is no such choice."""
        return next(choice.label for choice in self.choices if choice.id == choice_id)


WHITE, MIXED = _l("White"), _l("Mixed or multiple ethnic groups")
ASIAN, BLACK = _l("Asian or Asian British"), _l("Black, Black British, Caribbean or African")
OTHER_GROUP = _l("Other ethnic group")
NOT_SAID = Choice(PREFER_NOT, _l("Prefer not to say"))
YES, NO = Choice("yes", _l("Yes")), Choice("no", _l("No"))
NOT_SURE = Choice(DO_NOT_KNOW, _l("Not sure"))

AGE = Question(
    "age",
    _l("Age"),
    _l("How old are you?"),
    None,
    (
        Choice("under-18", _l("Under 18")),
        Choice("18-24", _l("18 to 24")),
        Choice("25-34", _l("25 to 34")),
        Choice("35-44", _l("35 to 44")),
        Choice("45-54", _l("45 to 54")),
        Choice("55-64", _l("55 to 64")),
        Choice("65-over", _l("65 or over")),
        NOT_SAID,
    ),
)
SEX = Question(
    "sex",
    _l("Sex"),
    _l("What is your sex?"),
    None,
    (Choice("female", _l("Female")), Choice("male", _l("Male")), NOT_SAID),
)
ETHNIC_GROUP = Question(
    "ethnic-group",
    _l("Ethnic group"),
    _l("What is your ethnic group?"),
    _l("Choose the one that describes it best."),
    (
        Choice("white-british", _l("English, Welsh, Scottish, Northern Irish or British"), WHITE),
        Choice("white-irish", _l("Irish"), WHITE),
        Choice("gypsy-traveller", _l("Gypsy or Irish Traveller"), WHITE),
        Choice("roma", _l("Roma"), WHITE),
        Choice("white-other", _l("Any other White background"), WHITE),
        Choice("mixed-caribbean", _l("White and Black Caribbean"), MIXED),
        Choice("mixed-african", _l("White and Black African"), MIXED),
        Choice("mixed-asian", _l("White and Asian"), MIXED),
        Choice("mixed-other", _l("Any other mixed or multiple background"), MIXED),
        Choice("indian", _l("Indian"), ASIAN),
        Choice("pakistani", _l("Pakistani"), ASIAN),
        Choice("bangladeshi", _l("Bangladeshi"), ASIAN),
        Choice("chinese", _l("Chinese"), ASIAN),
        Choice("asian-other", _l("Any other Asian background"), ASIAN),
        Choice("caribbean", _l("Caribbean"), BLACK),
        Choice("african", _l("African"), BLACK),
        Choice("black-other", _l("Any other Black, Black British or Caribbean background"), BLACK),
        Choice("arab", _l("Arab"), OTHER_GROUP),
        Choice("any-other", _l("Any other ethnic group"), OTHER_GROUP),
        NOT_SAID,
    ),
)
CONDITION = Question(
    "condition",
    _l("Lasting health condition"),
    _l("Do you have a physical or mental health condition or illness that lasts 12 months or more?"),
    _l("Or that you expect to last that long."),
    (
        Choice("limits-a-lot", _l("Yes, and it limits what I can do a lot")),
        Choice("limits-a-little", _l("Yes, and it limits what I can do a little")),
        Choice("does-not-limit", _l("Yes, but it does not limit what I can do")),
        NO,
        NOT_SAID,
    ),
)
CHILDS_NEEDS = Question(
    "childs-needs",
    _l("Child’s special educational needs"),
    _l("Does your child have special educational needs?"),
    None,
    (
        Choice("plan", _l("Yes, with an education, health and care plan")),
        Choice("support", _l("Yes, with support at school but no plan")),
        NO,
        NOT_SURE,
        NOT_SAID,
    ),
)
YOUR_AGE = Question(
    "your-age",
    _l("Young person’s age"),
    _l("How old are you?"),
    None,
    (
        Choice("under-8", _l("7 or younger")),
        Choice("8-10", _l("8 to 10")),
        Choice("11-13", _l("11 to 13")),
        Choice("14-16", _l("14 to 16")),
        Choice("17-over", _l("17 or older")),
        NOT_SAID,
    ),
)
YOU_ARE = Question(
    "you-are",
    _l("Boy or girl"),
    _l("Are you a boy or a girl?"),
    None,
    (
        Choice("boy", _l("Boy")),
        Choice("girl", _l("Girl")),
        Choice("another", _l("I use another word")),
        NOT_SAID,
    ),
)
YOUR_NEEDS = Question(
    "your-needs",
    _l("Extra help to learn (SEND)"),
    _l("Do you get extra help to learn?"),
    _l("For special educational needs or a disability (SEND)."),
    (YES, NO, NOT_SURE, NOT_SAID),
)
IN_CARE = Question(
    "in-care",
    _l("In care, now or before"),
    _l("Are you in care, or have you ever been?"),
    _l("That means living with foster carers or in a children’s home."),
    (YES, NO, NOT_SURE, NOT_SAID),
)

ASKED: dict[AboutYou, tuple[Question, ...]] = {
    AboutYou.ADULTS: (AGE, SEX, ETHNIC_GROUP, CONDITION),
    AboutYou.PARENTS: (AGE, SEX, ETHNIC_GROUP, CONDITION, CHILDS_NEEDS),
    AboutYou.CHILDREN: (YOUR_AGE, YOU_ARE, YOUR_NEEDS, IN_CARE),
}
EVERY_QUESTION = {question.id: question for asked in ASKED.values() for question in asked}
