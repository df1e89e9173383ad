"""Names of people and places in running text: by a list of first names, by what stands before, by a capital.

The list (`first_names.txt`, about 1,200) was written for this: first names common in England, with those of families
from South Asia, Poland, Romania, West Africa and the Arab world. One that is also an English word ("grace", "will")
counts only with a capital inside a sentence, or at its start where a verb follows that people do.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]*(?:['’\-][^\W\d_]+)*"
TITLES: Final = (
    r"(?i:mr|mrs|miss|ms|mx|dr|prof(?:essor)?|sir|madam|uncle|aunt(?:y|ie)?|nurse|sgt|pc|councillor|cllr|father|sister|"
    r"sensei|coach|imam|rev(?:erend)?)"
)
KIN: Final = (
    r"(?i:son|daughter|brother|sister|child|boy|girl|lad|lass|friend|mate|teacher|mentor|tutor|worker|therapist|head|"
    r"headteacher|senco|ta|carer|partner|husband|wife|cousin|dad|mum|nan|nephew|niece|director|manager|caseworker|pupil)"
)
# Little words after a title that are not a name: "miss is kind", "dr and nurse".
AFTER_TITLE: Final = (
    r"(?!(?i:is|was|who|and|or|has|had|out|my|the|them|him|her|it|a|in|on|at|to|for|said|says|always|never|when|but|if|"
    r"school|me|you|us|our|this|that|so|because|leaves|left|does|did|can|will|would|helps|helped|lets)\b)"
)
# Capitals in the middle of a sentence that name no one: the words of schools, councils and the calendar.
SAFE_TEXT: Final = """
    sen send semh ehcp ehcps ehc adhd asd asc ap apcs pe it ict re rse pshe gcse gcses btec eotas eal fsm eba
    esa pru prus camhs ofsted dfe nhs la las lea senco sencos sendco ta tas dsl mash yot yjs iep ks english
    maths math science history geography french spanish german art music drama urdu polish arabic romanian
    asian british european muslim christian monday mondays tuesday tuesdays wednesday wednesdays thursday
    thursdays friday fridays saturday saturdays sunday sundays january february march april may june july
    august september october november december christmas easter eid ramadan diwali halloween covid lockdown
    year years level key stage lot lots phase lote england uk britain council cabinet board panel local
    authority authorities virtual school special education health care plan plans family hub head headteacher
    sir miss mr mrs ms dr teacher mum dad nan grandad gran mam i ok okay tv xbox playstation fortnite fifa
    minecraft roblox youtube tiktok snapchat instagram facebook google teams zoom word excel arbor sims charts
    uber primary secondary high academy college university god xmas hr kpi kpis eia tupe vat cpd dbs nvq
    functional skills duke edinburgh award prevent act code practice equality forest lego
"""
SAFE: Final = frozenset(SAFE_TEXT.split())
# What people do, after a name at the start of a sentence.
DOES: Final = (
    r"(?:is|was|said|says|told|tells|helps?|helped|has|had|gets?|got|and|never|always|doesn[’']?t|didn[’']?t|isn[’']?t|"
    r"wasn[’']?t|hit|hits|came|comes|left|rang|rings|taught|teaches|lets?|listens?|listened|goes|went|wants?|needs?|"
    r"cries|cried|loves?|likes?|from|in|at|runs?|speaks?|waits?|who)"
)
NAMED: Final = rf"(?P<it>{CAPITAL}(?: {CAPITAL}){{0,3}})"
OWNERS: Final = r"(?:my|our|his|her|their|the|a|social|foster|support)"
AFTER_A_TITLE: Final = re.compile(
    rf"\b{TITLES}\.? (?:and {TITLES}\.? )?(?:[A-Z]\.? )?"
    rf"{AFTER_TITLE}(?:{CAPITAL}(?: {CAPITAL}){{0,3}}|[a-z][a-z'’\-]+|[A-Z])\b"
)
CUES: Final = (
    re.compile(rf"(?i:\b(?:called|named|name is|name[’']?s|names|nickname)) {NAMED}"),
    re.compile(r"(?i:\bmy name (?:is|was)|\bmy name[’']?s) (?P<it>[^\W\d_]+(?: (?!(?:and|i|im|but)\b)[^\W\d_]+)?)"),
    re.compile(rf"\b(?i:{OWNERS} (?:\w+ )?{KIN}),? {NAMED}"),
)
# Two capitals in the middle of a sentence, neither of them safe, whatever the words.
TWO_CAPITALS: Final = re.compile(rf"(?<=[a-z,] )({CAPITAL}) ({CAPITAL})")
# April and June are first names, but not after a word that stands before a month, unless they do something there.
MONTH: Final = re.compile(
    r"(?i:\b(?:in|after|before|during|since|until|till|last|next|this|every|each|early|late|mid|end of)"
    rf"[ -](?P<it>april|june|august)\b)(?! {DOES}\b)"
)
# Endings that the lexicon may lack.
ENDINGS: Final = ("s", "es", "ed", "ing", "ly", "er", "ers")
# A first name may be followed by a surname or its first letter.
SURNAME: Final = re.compile(rf"(?: {CAPITAL}){{1,3}}")
SENTENCE_START: Final = re.compile(r"(?:^|[.!?…:;\n\"“(]\s*|\s[-–—]\s*)$")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names of people, or capitals that may be one, start and end; they may overlap."""
    yield from (found.span() for found in AFTER_A_TITLE.finditer(text))
    for cue in CUES:
        yield from (found.span("it") for found in cue.finditer(text) if _first_word(found["it"]) not in SAFE)
    for found in TWO_CAPITALS.finditer(text):
        if SAFE.isdisjoint(word.lower() for word in found.groups()):
            yield found.span()
    months = {found.start("it") for found in MONTH.finditer(text)}
    for found in WORD.finditer(text):
        if found.start() not in months and _is_name(text, found):
            yield found.start(), _end_of_surname(text, found.end())


def _first_word(text: str) -> str:
    return text.split()[0].lower()


def is_english(word: str) -> bool:
    """Whether a lower-case word is in TextBlob's lexicon (Brill's, from the Wall Street Journal) and not as a name."""
    return word in _english()


@cache
def _english() -> frozenset[str]:
    entries = (files("textblob.en") / "en-lexicon.txt").read_text(encoding="utf-8").splitlines()
    words = (entry.split() for entry in entries if entry and not entry.startswith(";;;"))
    return frozenset(word[0] for word in words if not word[1].startswith("NNP"))


@cache
def first_names() -> frozenset[str]:
    """The shipped list, in lower case."""
    return frozenset((files("engage.analysis") / "first_names.txt").read_text(encoding="utf-8").split())


def _end_of_surname(text: str, end: int) -> int:
    """Up to the last capitalised word behind a first name that may belong to it."""
    surname = SURNAME.match(text, end)
    for word in WORD.finditer(text, end, surname.end()) if surname else ():
        if word.group().lower() in SAFE:
            return end
        end = word.end()
    return end


def _is_name(text: str, found: re.Match[str]) -> bool:
    word = re.sub(r"['’]s$", "", found.group())
    lower = word.lower()
    is_listed = lower in first_names() or lower.split("-")[0] in first_names()
    if is_listed and not is_english(lower):
        return True
    if not word[0].isupper() or lower in SAFE:
        return False
    if not SENTENCE_START.search(text, 0, found.start()):
        return is_listed or (not word.isupper() and not _is_form_of_english(lower))
    is_alone = found.group() == text.strip()
    return (is_listed and is_alone) or ((is_listed or not is_english(lower)) and _does_something(text, found.end()))


def _does_something(text: str, end: int) -> bool:
    return re.match(rf" {DOES}\b", text[end:]) is not None


def _is_form_of_english(lower: str) -> bool:
    """An English word or a form of one: shortened, with an ending, two words joined."""
    base = re.split(r"['’]", lower)[0]
    stems = {base, *(base.removesuffix(ending) for ending in ENDINGS)}
    return any(map(is_english, stems)) or all(map(is_english, base.split("-")))
