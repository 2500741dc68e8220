"""Where English sentences end, and by the same rules those of other languages written with full stops."""

import re
from collections.abc import Iterator

_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»)\]]*(?=\s|[\"“‘(]|[A-ZÀ-Þ\u3400-\u9fff]|$)")
_NEXT = re.compile(r"\s*[\"'“‘«(\[–—-]*\s*([^\W_])?")
_LAST_WORD = re.compile(r"[^\s\"“”‘(\[]+$")
_FIRST_WORD = re.compile(r"\s*[\"“‘(]*([A-Za-z]+)")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[ivxlcIVXLC]{1,6}|[a-zA-Z])")
_JOINED = re.compile(r"[A-Z][a-z]|[AI]\s|[\"“‘(]|[\u3400-\u9fff]")
_WORD_WINDOW = 40

_TITLES_AS_TEXT = """
    mr mrs ms messrs dr prof rev hon gov sen rep gen col maj capt cmdr lt sgt st mt ft pres amb sr jr mme mlle fr
    jan feb apr aug sept sep oct nov dec tue tues thu thur thurs fri eds cf vs viz e.g i.e
    """
_TITLES = frozenset(_TITLES_AS_TEXT.split())
"""Abbreviations that hardly end a sentence."""

_BEFORE_FIGURES_AS_TEXT = """
    no nos vol vols p pp fig figs sec ch art arts para ca approx est mar jun jul mon wed sat sun v al
    """
_BEFORE_FIGURES = frozenset(_BEFORE_FIGURES_AS_TEXT.split())
"""Abbreviations that are words too, or names: they go on where a figure follows."""

_EITHER_AS_TEXT = "inc ltd co corp llc plc bros dept univ assn ave blvd rd etc a.m p.m u.s u.k u.n d.c ph.d"
_EITHER = frozenset(_EITHER_AS_TEXT.split())
"""Abbreviations that end a sentence where the next begins as sentences do."""

_OPENERS_AS_TEXT = """
    the a an this that these those he she it we they you i in on at for with by from to as but and or so if when while
    since after before during although though however moreover furthermore meanwhile therefore there here what who how
    why where its his her our their my all both many most some according under over
    """
_OPENERS = frozenset(_OPENERS_AS_TEXT.split())


def ends(text: str) -> Iterator[int]:
    """The offsets behind each sentence's last character but for the text's end."""
    start = 0
    for found in _END.finditer(text):
        if _is_end(text, found, start):
            yield found.end()
            start = found.end()


def _is_end(text: str, found: re.Match[str], start: int) -> bool:
    mark, behind = found.group(), found.end()
    following = _NEXT.match(text, behind)
    first = following.group(1) if following else None
    if first is None:
        return True
    if first.islower():
        return False
    if behind < len(text) and not text[behind].isspace() and not _is_joined(text, found):
        return False
    return mark != "." or not _goes_on(text, found.start(), behind, start)


def _is_joined(text: str, found: re.Match[str]) -> bool:
    """Whether two sentences stand without a space between them, rather than a name such as Node.JS."""
    before = text[max(0, found.start() - 3) : found.start()]
    return len(before) == 3 and before.isalpha() and before.islower() and bool(_JOINED.match(text, found.end()))


def _goes_on(text: str, at: int, behind: int, start: int) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or the number of a list."""
    last = _LAST_WORD.search(text, max(start, at - _WORD_WINDOW), at)
    if not last:
        return False
    word = last.group()
    if not text[start : last.start()].strip() and _LIST_NUMBER.fullmatch(word):
        return True
    plain = word.lower()
    if plain in _TITLES:
        return True
    if plain in _BEFORE_FIGURES:
        return text[behind : behind + 2].strip().isdigit()
    if plain in _EITHER or _ACRONYM.fullmatch(word):
        opener = _FIRST_WORD.match(text, behind)
        return not (opener and opener.group(1).lower() in _OPENERS and opener.group(1)[0].isupper())
    return bool(_INITIALS.fullmatch(word)) and word != "I"
