"""The author of an article in an element that is named for one."""

import re
from collections.abc import Iterator

from lxml import etree

from crawler.extraction.claims import Fact, Span
from crawler.extraction.labels import says_nothing
from crawler.extraction.piece import Piece

MOST_NAME = 40
"""Characters of a name, at most."""
_PERSON_WORDS = re.compile(r"(?:^|[\s_-])(?:author|writer|user-?name|fn|nick|zuozhe)(?:[\s_-]|$)")


def author_within(piece: Piece) -> Fact | None:
    """The name in a part of a byline, where the class of its element says that it is a person's."""
    for run in piece.runs if len(piece.runs) > 1 else ():
        text = piece.text[run.start : run.end]
        start = run.start + len(text) - len(text.lstrip())
        name = text.strip()
        if len(name) > MOST_NAME or not is_name(name) or says_nothing("author", name):
            continue
        if any(_PERSON_WORDS.search(str(each.get("class") or "").lower()) for each in _only_around(run.element)):
            return Fact(name, (Span(piece.n, start, start + len(name)),))
    return None


def is_name(text: str) -> bool:
    """Whether a text may be a person's name: a few words, no figures.

    >>> is_name("Ada Quill"), is_name("3 May"), is_name("")
    (True, False, False)
    """
    return not re.search(r"\d", text) and 1 <= len(text.split()) <= 5


def _only_around(element: etree._Element) -> Iterator[etree._Element]:
    """The element, and those around it that hold nothing else."""
    yield element
    parent = element.getparent()
    while parent is not None and len(parent) == 1 and not f"{parent.text or ''}{element.tail or ''}".strip():
        yield parent
        element, parent = parent, parent.getparent()
