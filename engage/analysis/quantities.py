"""Words of quantity: whether a sentence claims that most people say something."""

import re
from typing import Final

# "Most children" and "most of them" speak of people; "what helped most" and "the most important" do not.
MOST: Final = re.compile(
    r"\b(most (of|people|children|young|pupils|parents|carers|families|providers|schools|staff|who|"
    r"feel|felt|say|said|want|wanted|think|thought|agree|agreed|told|like|liked|are|were|have|had)"
    r"|(almost|nearly) (all|everyone|everybody)|everyone|everybody|(the|a) (large |great )?majority"
    r"|(more than|over) half)\b",
    re.IGNORECASE,
)


def says_most(text: str) -> bool:
    """Whether a text claims that most people, or all, say or feel something."""
    return MOST.search(text) is not None
