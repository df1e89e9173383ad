"""Redaction: takes out of a quote what may tell who is speaking or spoken of, rather too much than too little.

A person still approves each quote before it is published: rules see forms, not meaning, and miss a name written
without a capital and without a word before it that gives it away.
"""

import re
from typing import Final

NAME = r"[A-Z][a-zà-ÿ'’\-]+(?:\s+[A-Z][a-zà-ÿ'’\-]+)*"
TITLES = r"[Mm]rs?|[Mm]iss|[Mm]s|[Dd]r|[Pp]rof(?:essor)?|[Ss]ir|[Mm]adam|[Uu]ncle|[Aa]unt(?:y|ie)?|[Nn]urse|[Oo]fficer"
KIN = (
    r"son|daughter|brother|sister|child|boy|girl|lad|friend|mate|teacher|mentor|tutor|worker|therapist|"
    r"headteacher|head|SENCO|senco|TA|carer|partner|husband|wife|cousin|dad|mum"
)
NOT_NAMES = (
    r"(?!(?:The|And|But|When|Then|He|She|They|It|My|Our|His|Her|Their|This|That|At|In|A|An|I|No|We|You|"
    r"SEN|SEND|SEMH|EHCP|ADHD|AP|PE|GCSE|English|Maths)\b)"
)

# In this order: what holds dots and figures first, before a name is looked for inside it.
RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+"), "[email]"),
    (re.compile(r"\b(?:https?://|www\.)\S+|\b[\w\-]+\.(?:co|org|gov|ac|sch)\.uk\b\S*", re.IGNORECASE), "[link]"),
    (re.compile(r"(?<!\w)@\w{3,}"), "[account]"),
    # Royal Mail's form of a postcode, the space optional.
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE), "[postcode]"),
    (re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?[/.\- ](?:\d{1,2}|[A-Za-z]{3,9})[/.\- ,]+(?:19|20)?\d{2}\b"), "[date]"),
    (re.compile(r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b"), "[date]"),
    # Nine to fifteen figures however they are grouped: telephone, NHS, pupil and case numbers.
    (re.compile(r"(?<!\w)(?:\+|\(?0)?\(?\d(?:[\s()\-.]*\d){8,14}(?!\w)"), "[number]"),
    (
        re.compile(
            r"\b\d+[A-Za-z]?\s+(?:[A-Z][a-z]+\s+)+"
            r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Court)\b"
        ),
        "[address]",
    ),
    (
        re.compile(
            rf"\b{NOT_NAMES}(?:(?:St|Saint)\.?\s+)?(?:[A-Z][\w'’\-]*\s+)(?:[A-Z][\w'’\-]*\s+|of\s+|the\s+)*"
            r"(?:[Pp]rimary|[Ss]econdary|[Hh]igh|[Ii]nfants?|[Jj]unior|[Gg]rammar|[Cc]ommunity|RC|C\s?of\s?E|CE|[Ss]pecial|"
            r"[Ss]chool|[Aa]cademy|[Cc]ollege|[Nn]ursery|PRU|[Ll]earning [Cc]entre|[Hh]ospital|[Ss]urgery)"
            r"(?:\s+(?:[Ss]chool|[Aa]cademy|[Cc]ollege|[Pp]rimary|[Hh]igh))*\b"
        ),
        "[school]",
    ),
    (re.compile(rf"\b(?:{TITLES})\.?\s+(?:[A-Z]\.?\s+)?[A-Z][A-Za-zà-ÿ'’\-]*(?:\s+{NAME})?"), "[name]"),
    (
        re.compile(r"\b(?:[Mm]rs?|[Mm]iss|[Dd]r)\.?\s+(?!is|was|who|and|has|out|my|the|them|him|her|it|a\b)[a-z]{2,}"),
        "[name]",
    ),
    (re.compile(rf"\b(called|named|name is|name's)\s+{NAME}"), r"\1 [name]"),
    (re.compile(rf"\b(I am|I'm|I’m|im)\s+{NOT_NAMES}{NAME}"), r"\1 [name]"),
    (
        re.compile(rf"\b((?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Tt]he)\s+(?:\w+\s+)?(?:{KIN}),?)\s+{NOT_NAMES}{NAME}"),
        r"\1 [name]",
    ),
    (re.compile(rf"(?<=[a-z,] ){NOT_NAMES}[A-Z][a-zà-ÿ]+\s+{NOT_NAMES}[A-Z][a-zà-ÿ'’\-]+"), "[name]"),
    (re.compile(rf"\b((?:to|with|from|by|and|for|thanks|like|love|at|in)\s+){NOT_NAMES}[A-Z][a-zà-ÿ]+\b"), r"\1[name]"),
)


def redact(text: str) -> str:
    """The text with names, schools, places, dates, numbers, addresses and links replaced by words in brackets."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text
