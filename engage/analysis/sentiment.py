"""Sentiment: how an answer feels, from very positive to very negative, with mixed kept apart from neutral.

TextBlob's polarity (averaged word lists, no corpus needed) is the ground. Alone it scores "nobody listened to me" as
0, since none of its words is an adjective, so the complaints and wishes people write without adjectives are added.
"""

import re
from collections.abc import Callable
from functools import cache

import pandas as pd
from textblob import TextBlob

from engage.analysis.words import is_empty_answer

# Bounds between the five steps. TextBlob gives "good" .7, "nice" .6, "ok" .5, "bad" -.7; an average of several
# words above .5 is plainly warm, and below .1 either way is nearer to nothing than to the mildest word.
VERY = 0.5
SLIGHT = 0.1
# Each part of a mixed answer has to be felt: twice the slightest step, in both directions.
FELT = 0.2
PULL = 0.5

GOOD = (
    r"listen\w*|help\w*|car(?:e|es|ed|ing)|understand\w*|understood|support\w*|explain\w*|respect\w*|teach\w*|learn\w*"
)
# What should have been there and was not: a complaint even where the word alone would be praise.
DENIED = re.compile(
    rf"""\b(?:nobody|no ?one|never|not|hardly|barely|don'?t|dont|doesn'?t|didn'?t|didnt|wasn'?t|weren'?t|isn'?t|won'?t)
        \s+(?:\w+\s+){{0,2}}?(?:{GOOD}|answer\w*|bother\w*|work\w*|enough|happen\w*|turn\w*\ up|belong\w*|safe|fair)""",
    re.VERBOSE | re.IGNORECASE,
)
NEGATIVE = re.compile(
    r"""\b(?:not\ enough|too\ (?:long|much|many|little|few|late|slow|short|far|loud|noisy)
    |lack\ of|no\ (?:help|support|point)
    |ignor\w+|rude\w*|wait\w*\ (?:\w+\s+){{0,3}}?(?:hours?|weeks?|months?|years?)|let\ (?:me|us|him|her|them)\ down
    |gave\ up|give\ up|given\ up|waste\w*|complain\w*|bull(?:y|ied|ies|ying)|shout\w*|scared|worr(?:y|ied)|alone|lonely
    |struggl\w+|hate[sd]?|h8|cr[ay]p|crying|cried|stress\w*|anxi\w+|exclud\w+|kicked\ out
    |delay\w*|cancel+ed|understaffed
    |short\ staffed|unacceptable|uncaring|unhelpful|dismiss\w+|fobbed|useless|pointless|rubbish|pants|sucks?|failed)\b
    |[😡😠🤬😢😭😞😔👎💔☹]""",
    re.VERBOSE | re.IGNORECASE,
)
WISH = re.compile(
    r"\b(?:should|could (?:do|be|have)|needs? (?:to|more)|more|less|better|improve\w*|quicker|faster|instead|wish)\b",
    re.IGNORECASE,
)
POSITIVE = re.compile(
    r"""\b(?:(?:no|any|without|nothing\ to|can(?:'?t|not))\ (?:complain\w*|complaints?|problems?|faults?|issues?)
    |(?:no|any)\ (?:improvements?|change)|listened\ to|helped|helpful|supportive
    |look(?:s|ed)?\ (?:\w+\s+)?after|love[sd]?
    |like[sd]?|thank\w*|caring|made\ me\ feel|feel\ (?:safe|better|happy|calm)|proud|gr8|brill|fab
    |always\ there|enjoy\w*
    |all\ (?:good|fine|ok)|understanding|polite|reassur\w+
    |(?:could(?:n'?t|\ not)|can(?:'?t|not))\ (?:have\ )?(?:been\ )?(?:asked?|fault|done?|improve|better)
    |not(?:hing)?\ much\ better|perfect\w*|prompt\w*|on\ time)\b
    |[😀😃😄😊🙂❤💕👍😍🥰🎉]""",
    re.VERBOSE | re.IGNORECASE,
)
ASKS_WHAT_IS_WRONG = re.compile(
    r"\b(?:improve|better|worse|worst|change|difficult|hard|problem|wrong)\b", re.IGNORECASE
)
ASKS_WHAT_IS_GOOD = re.compile(r"\b(?:good|best|well|like|enjoy|help(?:s|ed)?|proud)\b", re.IGNORECASE)
TURN = re.compile(r"[.!?;\n]+|\b(?:but|however|although|though|except|yet)\b", re.IGNORECASE)


def score_sentiment(excerpts: pd.DataFrame) -> pd.DataFrame:
    """Polarity and sentiment of each excerpt (`excerpt_id`, `text`, and `question` where there is one).

    Out come `excerpt_id`, `polarity` (-1 to 1), `sentiment` (1 very positive to 5 very negative) and `mixed` (some
    part is felt as good and another as bad; its sentiment is 3). An answer that says nothing is neutral.
    """
    asked = excerpts["question"] if "question" in excerpts else pd.Series("", index=excerpts.index)
    pairs = zip(excerpts["text"].fillna(""), asked.fillna(""), strict=True)
    # The same part of an answer is felt once; what was felt is forgotten with this call.
    feel = cache(_feel)
    scored = [_score_one(str(text), str(question), feel) for text, question in pairs]
    return pd.DataFrame(
        {
            "excerpt_id": excerpts["excerpt_id"].to_numpy(),
            "polarity": pd.Series([polarity for polarity, _ in scored], dtype=float),
            "sentiment": pd.Series([_step(*one) for one in scored], dtype=int),
            "mixed": pd.Series([mixed for _, mixed in scored], dtype=bool),
        }
    )


def _score_one(text: str, question: str, feel: Callable[[str], float]) -> tuple[float, bool]:
    if is_empty_answer(text) and not (POSITIVE.search(text) or NEGATIVE.search(text)):
        return 0.0, False
    felt = [feel(part.strip()) for part in TURN.split(text) if part.strip()]
    told = [value for value in felt if value != 0.0]
    mixed = max(felt, default=0.0) >= FELT and min(felt, default=0.0) <= -FELT
    return (sum(told) / len(told) if told else _expected(question)), mixed


def _expected(question: str) -> float:
    """The feeling of an answer without feeling words: naming a thing is praise or blame by what was asked."""
    if ASKS_WHAT_IS_WRONG.search(question):
        return -FELT
    return FELT if ASKS_WHAT_IS_GOOD.search(question) else 0.0


def _feel(part: str) -> float:
    """Polarity of one part of an answer: praise counts before blame, a wish as mild blame of what is."""
    polarity = float(TextBlob(part).sentiment.polarity)
    if DENIED.search(part):
        return max(-1.0, min(polarity, 0.0) - PULL)
    if POSITIVE.search(part):
        return min(1.0, max(polarity, 0.0) + PULL / 2)
    if NEGATIVE.search(part):
        return max(-1.0, min(polarity, 0.0) - PULL)
    if WISH.search(part):
        return max(-1.0, min(polarity, 0.0) - FELT)
    return polarity


def _step(polarity: float, mixed: bool) -> int:
    if mixed:
        return 3
    bounds = (-VERY, -SLIGHT, SLIGHT, VERY)
    return 5 - sum(polarity > bound for bound in bounds)
