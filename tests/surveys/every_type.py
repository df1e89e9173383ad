"""An instrument with an item of every type, and a route through it."""

from __future__ import annotations

from tests.builders import INSTRUMENT

HEAD = INSTRUMENT.partition("[[sections]]")[0]
SERVES = 'serves = { kloes = ["effectiveness"], sections = ["belonging"] }\n'
MATTERS = """options = [
  { id = "safe", label = "Feeling safe" },
  { id = "friends", label = "Friends" },
  { id = "learning", label = "Learning" },
  { id = "food", label = "Food" },
]
"""
AGREE = """options = [
  { id = "agree", label = "Agree" },
  { id = "unsure", label = "Not sure" },
  { id = "disagree", label = "Disagree" },
]
"""


def item(item_id: str, kind: str, question: str, more: str = "", *, serves: bool = True) -> str:
    """One item of a document, as TOML."""
    lines = f'[[sections.items]]\nid = "{item_id}"\ntype = "{kind}"\nquestion = "{question}"\n'
    return f"{lines}{SERVES if serves else ''}{more}\n"


def document(*items: str, section: str = "") -> str:
    """A whole document of one section (`section`: more lines about it)."""
    return f'{HEAD}[[sections]]\nid = "one"\ntitle = "All there is"\n{section}\n' + "\n".join(items)


WELCOME = item("welcome", "information", "Before you start", 'text = ["Take your time."]\n', serves=False)
FEELING = item("feeling", "scale", "How is it there?", f'faces = "best-first"\ndont_know = true\n{AGREE}')
PLACES = item("places", "number", "How many places?", 'number = { unit = "places", maximum = 200, bands = [5, 15] }\n')
PRICE = item("price", "number", "What is a day?", 'number = { unit = "£", whole = false, bands = [50, 100] }\n')
TOP_THREE = item("top-three", "ranking", "What matters most?", f"dont_know = true\n{MATTERS}")
PROPOSAL = item("one-door", "proposal", "One team for all referrals?", f'why = "Why do you say that?"\n{AGREE}')
LOTS = """rows = [
  { id = "full-time", label = "Full-time places" },
  { id = "blended", label = "Blended places" },
]
"""
PER_LOT = item(
    "offer", "per_lot", "How many could you offer?", f'each = "number"\nnumber = {{ bands = [5, 15] }}\n{LOTS}'
)
PER_LOT_CHOICE = item("keen", "per_lot", "Would you bid?", f'each = "choice"\ndont_know = true\n{AGREE}{LOTS}')
NAME_IT = item("name-it", "short_text", "What is it called?")

EVERY_TYPE = document(WELCOME, FEELING, PLACES, PRICE, TOP_THREE, PROPOSAL, PER_LOT, PER_LOT_CHOICE, NAME_IT)
