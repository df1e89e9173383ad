"""Language: answers that are not English, so that each reaches a person. Made to miss few, at some false alarms.

Each word counts for or against English; an answer is foreign when some stretch of it is foreign enough, so that one
foreign clause in an English answer is found. `tests/analysis/test_language.py` measures: of the 119 odd lines of its
`not_english.txt` (238 answers, 34 languages, some mixed with English), 118 are caught; of 965 English answers of the
demonstration none is stopped, nor of a sample of 600 public NHS comments (12 of all 3,731). The words and weights were
set on the even lines, but one author wrote the answers, both halves, and the word lists: expect less of new answers,
above all of short ones in languages not listed. The English words were widened after looking at what was stopped.
"""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import pandas as pd

from engage.analysis.words import REPEATED, WORD

# Any letter that is not Latin: one is enough, since nobody at the desk may be able to read the word it stands in.
OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024F\u1E00-\u1EFF]")
# French and Italian articles and pronouns run into the next word; not "l'm", as "I'm" is often typed.
ELIDED = re.compile(r"(?:qu|[cdjlmns]|dell|nell|all)'(?!(?:m|ll|ve|d|s)$)")
# A capital and small letters, or initials.
NAME_LIKE = re.compile(r"[A-Z][a-z'’]+$|[A-Z]{2,4}(?:['’]?s)?$")
# What a word adds to the stretch it stands in. Set by hand on the even lines of `not_english.txt`.
STRANGE_LETTERS = 1.5
FOREIGN = 1.0
UNKNOWN = 0.7
NAME = 0.3
EITHER = 0.0
NEAR = -0.4
ENGLISH = -1.0
# A stretch this foreign is two words that English does not know; fewer could be a name or a spelling.
FOREIGN_STRETCH = 1.3
# Where no word is English, one that is foreign is enough ("nincs"); one that is unknown may be a name.
FOREIGN_ALONE = 1.0
# A word so often in TextBlob's list (a count over some million words) is one a child may be trying to write.
COMMON_COUNT = 10
# From five letters on, one slip still leaves a word that can be told from others ("skool"; not "mi").
NEAR_LENGTH = 5
# As many consonants in a row tell a word without its vowels ("difrent", "favrit").
ENOUGH_CONSONANTS = 4
# Shorter words stand in TextBlob's list for foreign phrases and abbreviations unless they are common.
SHORT = 3

CHILD_WORDS_TEXT = """
    im ive dont cant wont didnt doesnt isnt wasnt id ill thats its coz cos cus becos becuz bcos wen wot wat wos woz
    skool scool skl teecher techer teechers frend frends freinds frens fone ppl u ur r n y k ok okay lol omg tbh idk
    ngl innit aint gonna wanna gotta dunno nuffin nothin sumthing summat bc cuz thx pls plz mum mums mam nan nanna gran
    grandad dad maths pe ict sen senco send semh ehcp ehc camhs adhd asd autism autistic pru ap sats gcse gcses btec
    ks3 ks4 wifi tiktok snapchat youtube xbox minecraft roblox fortnite ipad laptop app vape vapes vaping btw rn fr
    boring borin mates m8 gr8 l8r liek lern lernin tought aloud becose funn nise luv lov hav ther thay thier evry
    favrite favourite colour behaviour online covid website email timetable mentoring mentor tutor tutors placement
    bullying bullied neurodiversity neurodivergent respite outreach keyworker reintegration kickboxing parkour na mi
    sencos ehcps eotas sendiass elsa salt ot tas ta ks1 ks2 alt prov mr mrs ms sir alright allright lad lads bloke
    dont wouldnt couldnt shouldnt havent hasnt hadnt arent werent youre theyre theyve weve whos whats theres hes shes
    wouldn couldn didn doesn don isn wasn won ve ll re gp nhs uni asap aswell alot abit nd der dat dis den da wiv wif
    shud wud cud stuf arsk fing fings fink wer wher woud coud
    fam wagwan bare peak rizz sigma skibidi mid cap vibe vibes ting tings bruh sus nil fab approx jan feb mar apr
    jun jul aug sept oct nov dec humour organise organised recognise recognised apologise apologised
    favour neighbour centre cafe naive fiance cliche resume jalapeno decor creche facade nee touche deja vu
    puree creme brulee pokemon zoe chloe noel renee beyonce senor pate entree protege expose soiree melee matinee
    eg ie etc incl hr hrs min mins am pm gym meds paramedic paramedics physio transgender tai chi vs info
"""
CHILD_WORDS = frozenset(CHILD_WORDS_TEXT.split())
# Letters that no accent can be taken from.
UNACCENTED = str.maketrans("łıøđßæœðþħŋ", "liodsaadtnn")


def looks_english(text: str) -> bool:
    """Whether a text may be taken for English; one without any word (a number, a smiley) may.

    Not English are: any letter of another script, and any stretch of words of which enough have letters English does
    not use, are everyday words elsewhere (`foreign_words.csv`) or are neither English nor nearly so.
    """
    if OTHER_SCRIPT.search(text):
        return False
    words = WORD.findall(unicodedata.normalize("NFC", text))
    enough = FOREIGN_STRETCH if any(weight(word) < 0 for word in words) else FOREIGN_ALONE
    return foreignness(words) < enough


def non_english(excerpts: pd.DataFrame) -> pd.DataFrame:
    """The excerpts (any table with a `text`) that do not look English, in their order, all their columns kept."""
    foreign = [not looks_english(str(text)) for text in excerpts["text"].fillna("")]
    return excerpts[pd.Series(foreign, index=excerpts.index, dtype=bool)].reset_index(drop=True)


def foreignness(words: list[str]) -> float:
    """The weight of the most foreign stretch of words: the largest sum of neighbours (Kadane's algorithm)."""
    most = stretch = 0.0
    for word in words:
        stretch = max(0.0, stretch + weight(word))
        most = max(most, stretch)
    return most


@lru_cache(maxsize=100_000)
def weight(word: str) -> float:
    """What one word, as written, says against English: above nought foreign, below nought English."""
    lower = REPEATED.sub(r"\1\1", word.lower().replace("’", "'"))
    plain = without_accents(lower)
    if plain != lower:
        return _accented_weight(word, plain)
    if plain in foreign_words() or ELIDED.match(plain):
        return EITHER if _is_common(plain) else FOREIGN
    if _is_known(plain):
        return ENGLISH
    if is_near_english(plain):
        return NEAR
    return NAME if NAME_LIKE.match(word) else UNKNOWN


def _accented_weight(word: str, plain: str) -> float:
    """A loan word ("café") is English, a name with one accent ("Zoë") may be, and nothing else is."""
    if plain in CHILD_WORDS:
        return ENGLISH
    accents = sum(letter > "\x7f" for letter in word if letter.isalpha())
    return FOREIGN if word.istitle() and accents == 1 else STRANGE_LETTERS


@lru_cache(maxsize=100_000)
def without_accents(word: str) -> str:
    """A lower-case word in the letters of English: "szkołę" becomes "szkole"."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.translate(UNACCENTED))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@cache
def foreign_words() -> frozenset[str]:
    """Everyday words of the languages most spoken at home around these schools, without their accents."""
    with files("engage.analysis").joinpath("foreign_words.csv").open(encoding="utf-8") as lines:
        listed = " ".join(row["words"] for row in csv.DictReader(lines)).split()
    return frozenset(without_accents(word) for word in listed)


@cache
def english_words() -> dict[str, int]:
    """English words and how often they stand in TextBlob's lists (Gutenberg books, British National Corpus; the
    Brown and Penn corpora for words that stand there alone, counted once, names and foreign words left out)."""
    words: dict[str, int] = {}
    for line in _shipped("en-lexicon.txt"):
        word, _, tag = line.strip().partition(" ")
        if word.isalpha() and word.islower() and not tag.startswith(("NNP", "FW")):
            words[word] = 1
    for line in _shipped("en-spelling.txt"):
        parts = line.split()
        if len(parts) == 2 and parts[1].isdigit():
            words[parts[0].lower()] = int(parts[1])
    return words


def _shipped(name: str) -> list[str]:
    return files("textblob").joinpath("en", name).read_text(encoding="utf-8").splitlines()


def _is_common(word: str) -> bool:
    return word in CHILD_WORDS or english_words().get(word, 0) >= COMMON_COUNT


def _is_known(word: str) -> bool:
    joined = word.replace("'", "")
    forms = {word, joined, word.split("'")[0], joined.removesuffix("s"), joined.removesuffix("in") + "ing"}
    return any(_is_word(form) for form in forms)


def _is_word(word: str) -> bool:
    return _is_common(word) or (len(word) > SHORT and word in english_words())


def is_near_english(word: str) -> bool:
    """Whether a word is one slip, or its vowels, away from a common English word."""
    if len(word) < NEAR_LENGTH:
        return False
    return not _slips(word).isdisjoint(_common_slips()) or _skeleton(word) in _common_skeletons()


@cache
def _common_slips() -> frozenset[str]:
    return frozenset(slip for word in _common_words() for slip in _slips(word))


@cache
def _common_skeletons() -> frozenset[str]:
    skeletons = (_skeleton(word) for word in _common_words())
    return frozenset(skeleton for skeleton in skeletons if len(skeleton) >= ENOUGH_CONSONANTS)


@cache
def _common_words() -> tuple[str, ...]:
    return tuple(word for word, count in english_words().items() if count >= COMMON_COUNT and len(word) >= NEAR_LENGTH)


def _slips(word: str) -> set[str]:
    """The word, and the word with one letter left out: two words one slip apart have one of these in common."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _skeleton(word: str) -> str:
    """The first letter and the consonants after it, doubled letters once: "different" and "difrent" meet."""
    return re.sub(r"(.)\1+", r"\1", word[0] + re.sub(r"[aeiouy']", "", word[1:]))
