"""A text as the words that terms are made of."""

from typing import NamedTuple


class Token(NamedTuple):
    """A word: what it is counted as, and where in the text it stands (characters ``start`` up to ``end``)."""

    key: str
    start: int
    end: int


Run = list[Token]
"""Words that follow each other without punctuation between them; no term reaches from one run into the next."""
