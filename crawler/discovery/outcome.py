"""The outcome of a requested URL: an article, another page, a refusal, a challenge, or a text seen before.

``judge_response`` tells it from a response and its document. One article may have endless URLs. Refusals are told by
their status, challenges by what only a browser with JavaScript passes.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Self

from archive.model.document import Document
from archive.word_lists_and_character_tables import list_lines
from crawler.discovery.html_tags_attributes_and_texts import tokens_of

_FIGURES = re.compile(r"[\d\s]+")


class Outcome(Enum):
    """The outcome of one request of a crawl: article, other page, refusal, missing, failed and so on."""

    ARTICLE = "an article not seen before"
    COPY = "an article whose text another address gave"
    PAGE = "a page that is no article"
    SOURCE = "a sitemap, a feed or a redirect: names addresses and is no page itself"
    DEAD = "missing: 404, 410, or no web page at all"
    EMPTY = "a page that says that there is none"
    REFUSED = "refused: 401, 403, 412, 429 or a challenge that needs JavaScript"
    FAILED = "not answered, or answered with a fault of the server"
    FORBIDDEN = "forbidden by robots.txt, so not asked for"


@dataclass(frozen=True, slots=True)
class ContentFingerprint:
    """The fingerprint by which a crawl recognises copies of an article: digests (BLAKE2b, 12 bytes) of the ``whole``
    text, and ``bare``, without its figures.
    """

    whole: bytes
    bare: bytes

    @classmethod
    def of_text(cls, text: str) -> Self | None:
        """Compute the fingerprint of an article's text, for a crawl to find copies; None where there is no text."""
        return cls(_digest(text), _digest(_FIGURES.sub("", text))) if text else None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a requested URL turned out; for an article with the fingerprint of its text, by which copies are found."""

    outcome: Outcome
    fingerprint: ContentFingerprint | None = None


class Novelty(Enum):
    NEW = "a text not seen before"
    ALIKE = "a text that differs from an earlier one in its figures only"
    COPY = "a text seen before"


class SeenTexts:
    """The fingerprints of the articles' texts that a crawl has seen so far.

    >>> texts = SeenTexts()
    >>> [texts.judge(ContentFingerprint.of_text(text)).name for text in ("May 2025", "May 2025", "May 26", "June 26")]
    ['NEW', 'COPY', 'ALIKE', 'NEW']
    """

    def __init__(self) -> None:
        self._whole: set[bytes] = set()
        self._without_figures: set[bytes] = set()

    def judge(self, fingerprint: ContentFingerprint | None) -> Novelty:
        """Judge whether an article's text is new, a copy, or alike but for figures; it counts as seen from then on.
        None (no text) is always new.
        """
        if fingerprint is None:
            return Novelty.NEW
        seen, alike = fingerprint.whole in self._whole, fingerprint.bare in self._without_figures
        self._whole.add(fingerprint.whole)
        self._without_figures.add(fingerprint.bare)
        return Novelty.COPY if seen else Novelty.ALIKE if alike else Novelty.NEW


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a response turned out, and the reason why there was no page (``404 Not Found``); '' if there was one."""

    answer: Answer
    reason: str = ""


def judge_response(status: int, media_type: str, document: Document | None, markup: str) -> Verdict:
    """Judge a response (article, other page, refusal), by its status, its document and its markup.

    ``media_type`` is that of its Content-Type, in lower case, '' for none.
    """
    if document is not None and document.is_article:
        return Verdict(Answer(Outcome.ARTICLE, ContentFingerprint.of_text(_text(document))))
    refusal = refusal_of(status, markup)
    if refusal:
        return Verdict(Answer(Outcome.REFUSED), refusal)
    if status != 200:
        outcome = Outcome.FAILED if status >= 500 or status == 408 else Outcome.DEAD
        return Verdict(Answer(outcome), _status(status))
    if document is None:
        return Verdict(Answer(Outcome.DEAD), _no_document(media_type))
    if document.kind == "error":
        return Verdict(Answer(Outcome.EMPTY), "says that there is no such page")
    return Verdict(Answer(Outcome.PAGE))


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"


def _no_document(kind: str) -> str:
    """Say why a complete response has no document."""
    if kind in ("text/html", "application/xhtml+xml"):
        return "kept but not read: it is too large, or reading it failed"
    return f"not HTML ({kind or 'of no type'})"


def _text(document: Document) -> str:
    return "\n".join([document.title or "", *(block.text for block in document.blocks)])


_REFUSALS = frozenset({401, 403, 407, 412, 429, 451})
_LONGEST_CHALLENGE = 64 * 1024
_MOST_WORDS = 240
_MOST_LINKS = 3
_LISTS = ("crawler.discovery", "challenges")
_MARKS = re.compile("|".join(list_lines(*_LISTS, "marks of gatekeepers in scripts")), re.IGNORECASE)
_ASKS_FOR_SCRIPTS = re.compile("|".join(list_lines(*_LISTS, "texts that ask for JavaScript")), re.IGNORECASE)
_SETS_A_COOKIE = re.compile(
    r"document\.cookie\s*=.*?(?:location|reload)|(?:location|reload).*?document\.cookie\s*=",
    re.IGNORECASE | re.DOTALL,
)
_FILLED = frozenset({"div", "main", "section"})
_GOES_ON = re.compile(r"location|reload\s*\(|\.submit\s*\(|eval\s*\(", re.IGNORECASE)


def refusal_of(status: int, markup: str) -> str | None:
    """Return the reason for which a response is a refusal or a challenge (``403 Forbidden``); None if it is not.

    A page is a challenge if it is small, has next to no text, and its script sets a cookie and reloads or has the
    mark of a known gatekeeper, or its text asks the reader to enable JavaScript.

    >>> refusal_of(403, ""), refusal_of(200, "<script>document.cookie='a=1';location.reload()</script>")
    ('403 Forbidden', 'a challenge that needs JavaScript')
    """
    if _is_challenge(status, markup):
        return "a challenge that needs JavaScript"
    return f"{status} {HTTPStatus(status).phrase}" if status in _REFUSALS else None


def _is_challenge(status: int, markup: str) -> bool:
    if not markup or len(markup) > _LONGEST_CHALLENGE:
        return False
    text, scripts, links = _parts(markup)
    if not scripts or links > _MOST_LINKS or len(text) > _MOST_WORDS:
        return False
    if _MARKS.search(scripts) or _ASKS_FOR_SCRIPTS.search(text) or _SETS_A_COOKIE.search(scripts):
        return True
    return status in (202, 412, 521, 567) and bool(_GOES_ON.search(scripts))


def _parts(markup: str) -> tuple[str, str, int]:
    """Return a page's text, its scripts (with the URLs they are loaded from), and the number of its links, up to one
    too many.

    Text in noscript is left out if the page has an element that scripts fill.
    """
    text: list[str] = []
    within: list[str] = []  # noscript, which says of any page that scripts fill that it needs them
    in_noscript = is_filled = False
    scripts: list[str] = []
    links = 0
    for token in tokens_of(markup):
        if isinstance(token, str):
            (within if in_noscript else text).append(token)
        elif token.name == "noscript":
            in_noscript = not token.closes
        elif token.name in _FILLED and token.attributes.get("id"):
            is_filled = True
        elif token.name == "script" and not token.closes:
            scripts += [token.content, token.attributes.get("src", "")]
        elif token.name == "a" and token.attributes.get("href"):
            links += 1
            if links > _MOST_LINKS:
                break
    text += [] if is_filled else within
    return " ".join("".join(text).split()), "\n".join(scripts), links
