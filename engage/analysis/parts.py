"""Parts: the sentences of an answer that speak of a code, by the words that drove it."""

import re

from engage.analysis.embeddings import sentences_of


def part_about(text: str, evidence: str) -> str:
    """The sentences of a text that hold one of the words or phrases of `evidence` (joined by ", "); the whole text
    where none does."""
    phrases = "|".join(re.escape(phrase) for phrase in evidence.split(", ") if phrase)
    if not phrases:
        return text
    told = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)
    sentences = sentences_of(text)
    found = [sentence for sentence in sentences if told.search(sentence)]
    return ". ".join(found) if 0 < len(found) < len(sentences) else text
