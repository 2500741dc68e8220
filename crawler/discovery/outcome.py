"""How an address that was asked for turned out."""

from dataclasses import dataclass
from enum import Enum

from crawler.discovery.novelty import Imprint


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
    """An outcome, for an article with its text's imprint, by which copies are told from what is only alike."""

    outcome: Outcome
    imprint: Imprint | None = None
