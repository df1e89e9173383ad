"""What a person puts into [brackets] in a quote: it says who or where, in place of a name, and no more of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from engage.analysis.embeddings import open_embedder
from engage.analysis.triage import assess
from engage.database import DomainError

BRACKETS = re.compile(r"\[([^\]]*)\]")
LONGEST_BRACKET = 60
# Who somebody is to the speaker, or by their work: what stands in place of a name. Of the list of worrying words some
# are among them ("the police"), which say nothing of what anybody did while they stand alone.
ROLES = (
    "police(?: officer)?|social worker|support worker|youth worker|family worker|key worker|teacher|head ?teacher|head|"
    "teaching assistant|tutor|mentor|coach|senco|member of staff|staff|nurse|doctor|gp|counsellor|therapist|"
    "psychologist|driver|escort|manager|mum|mother|dad|father|step ?mum|step ?dad|parent|carer|foster carer|"
    "foster family|foster mum|foster dad|brother|sister|sibling|cousin|aunt|auntie|uncle|nan|gran|grandma|grandad|"
    "grandparent|guardian|partner|son|daughter|child|family|friend|pupil|student|young person|neighbour|"
    "school|college|provider|placement|hospital|council|court|camhs|youth offending team|youth justice service|"
    "social services|social care|home|care home|children['’]s home|place|town|area"
)
WHOSE = "the|a|an|my|our|his|her|their|your|another|one of my|one of the"
ROLE = re.compile(rf"(?:(?:{WHOSE}) )?(?:{ROLES})s?", re.IGNORECASE)
SOMEBODY = "a person"


class NotTheirWords(DomainError):
    """The quote says something that is not in the excerpt, or brackets say more of somebody than who it is."""


def worrying_brackets(quoted: str) -> Iterator[NotTheirWords]:
    """Read by its words and meaning, each bracket alone and all in a row; what is not English is refused as what
    worries is. A role alone is not looked at."""
    said = [" ".join(words.split()) for words in BRACKETS.findall(quoted) if words.strip()]
    if any(len(words) > LONGEST_BRACKET for words in said):
        yield NotTheirWords(f"Write {LONGEST_BRACKET} characters or fewer in [brackets]", "words")
    others = [words for words in said if not ROLE.fullmatch(words)]
    if others and len(_assess([*others, " ".join(_in_a_row(said))])):
        yield NotTheirWords("Say only who or where in [brackets], in English, such as [a teacher]", "words")


def _in_a_row(said: list[str]) -> list[str]:
    """The brackets as they read one after the other. A role that is on the list of worrying words is a person there."""
    listed = set(_assess(said).query("words != ''")["id"])
    return [SOMEBODY if words in listed and ROLE.fullmatch(words) else words for words in said]


def _assess(texts: list[str]) -> pd.DataFrame:
    once = list(dict.fromkeys(texts))
    return assess(pd.DataFrame({"id": once, "text": once}), open_embedder())
