"""How an address that was asked for turned out."""

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What came of one address."""

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
class Answer:
    """An outcome, for an article with its text, by which copies are told from articles that are only alike."""

    outcome: Outcome
    text: str = ""
