"""Facts of a document as tokens, so that a query searches them like words.

Each begins with a private character, unlike tokens of texts. A site, kind or language is one token; a day of
publication one for each of its beginnings (``2``, ``20``, ``201``, ``2015``, ``201504``, ``20150428``), so that any
range of days is a few tokens; a speaker and a source are the tokens of their text, each under a mark, and a speaker's
whole name is one token besides.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from archive.index.text_analysis.folding import PRIVATE, fold
from archive.index.text_analysis.tokens import BREAK, text_tokens
from archive.model.document import Document

EVERY_DOCUMENT = chr(PRIVATE + 0x90)
"""A token that every document has."""
SPEAKER = chr(PRIVATE + 0x91)
SOURCE = chr(PRIVATE + 0x92)
_SITE, _KIND, _LANG, _DAY, _NAME = (chr(PRIVATE + code) for code in range(0x93, 0x98))
NO_DOCUMENT = chr(PRIVATE + 0x9F)
"""A token that no document has."""

_PUBLISHED = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LEVELS = (1, 2, 3, 4, 6, 8)
"""Lengths of the beginnings of a day (``YYYYMMDD``) that are tokens."""


def fact_tokens(document: Document) -> Iterator[str]:
    """The fact tokens of a document."""
    yield from (EVERY_DOCUMENT, site_token(document.site), kind_token(document.kind))
    yield from dict.fromkeys(token for lang in document.languages for token in _lang_tokens(lang))
    if day := day_of(document.published):
        yield from (_DAY + day[:length] for length in _LEVELS)
    speaker = speaker_name(document)
    if speaker:
        yield name_token(speaker)
    for mark, text in ((SPEAKER, speaker), (SOURCE, document.source)):
        if text:
            yield BREAK
            yield from (mark + token for token in text_tokens([text]))


def speaker_name(document: Document) -> str | None:
    """The speaker, as on the page; a lone surrogate, which cannot be stored, becomes a question mark."""
    speaker = document.speech and document.speech.speaker
    return speaker.encode("utf-8", "replace").decode() if speaker else None


def name_token(speaker: str) -> str:
    """The token of a speaker's whole folded name: a digest, since engines limit the length of a token."""
    return _NAME + hashlib.blake2b(fold(speaker).encode(), digest_size=10).hexdigest()


def site_token(site: str) -> str:
    return _SITE + _spelled(site)


def kind_token(kind: str) -> str:
    return _KIND + kind


def lang_token(lang: str) -> str:
    """The token of the documents with a language in this range (RFC 4647, basic filtering)."""
    return _LANG + _spelled(lang)


def published_tokens(since: str | None, until: str | None) -> list[str]:
    """Tokens such that exactly the documents published in this range have one of them.

    Both ends are included, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None is open.

    >>> [token[1:] for token in published_tokens("2015-11", "2017")]
    ['201511', '201512', '2016', '2017']
    """
    first, last = _digits(since, "0000-01-01"), _digits(until, "9999-12-31")
    return [_DAY + beginning for beginning in _cover("", first, last)]


def day_of(published: str | None) -> str | None:
    """The day of publication as ``YYYYMMDD``, None where it is unknown."""
    found = _PUBLISHED.match(published or "")
    return "".join(found.groups()) if found else None


def _lang_tokens(lang: str) -> Iterator[str]:
    parts = lang.split("-")
    return (lang_token("-".join(parts[:length])) for length in range(1, len(parts) + 1))


def _spelled(text: str) -> str:
    """The folded text, with characters at which the engine would split replaced by private ones."""
    return "".join(
        character if character.isalnum() or not character.isascii() else chr(PRIVATE + ord(character))
        for character in fold(text)
    )


def _digits(day: str | None, whole: str) -> str:
    return ((day or "") + whole[len(day or "") :]).replace("-", "")


def _cover(beginning: str, first: str, last: str) -> Iterator[str]:
    """The fewest beginnings of days, in order, that cover exactly the days from first to last."""
    low, high = _digits_span(beginning)
    if high < first or low > last:
        return
    if beginning and first <= low and high <= last:
        yield beginning
        return
    for further in _further(beginning):
        yield from _cover(beginning + further, first, last)


def _digits_span(beginning: str) -> tuple[str, str]:
    """The first and last day with this beginning, as digits; every month has 31 days."""
    return beginning + "00000101"[len(beginning) :], beginning + "99991231"[len(beginning) :]


def _further(beginning: str) -> Iterable[str]:
    if len(beginning) < len("YYYY"):
        return "0123456789"
    return (f"{number:02d}" for number in range(1, 13 if len(beginning) == len("YYYY") else 32))
