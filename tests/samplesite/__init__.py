"""A translation agency's website for tests: ``serve()`` runs it, ``ARTICLES`` is what it says.

Everything on it is invented, except the speech of the Eleventh Lanting Forum (the three ``lanting-forum`` articles).
The same request gets the same bytes, from one start to the next.

Of all articles only the Lanting Forum speech and those whose name starts with ``capacity-`` contain 产能 (or 產能)
or 'industrial cooperation'. ``twin-a`` and ``twin-b`` are two articles whose texts are nearly alike.
"""

from contextlib import AbstractContextManager

from archive.model.document import OtherKind
from tests.samplesite import server
from tests.samplesite.article import Article, Block, load_articles
from tests.samplesite.routes import other_pages
from tests.samplesite.server import Logged, Served

__all__ = ["ARTICLES", "OTHER_PAGES", "Article", "Block", "Logged", "Served", "serve"]

ARTICLES: tuple[Article, ...] = load_articles()
"""One entry for each address that is an article, the newest first; a part of an article has its own."""


OTHER_PAGES: dict[str, OtherKind] = other_pages(ARTICLES)
"""The addresses that links reach and that are no articles, without those of the pages without end."""


def serve(port: int = 0) -> AbstractContextManager[Served]:
    """The site on 127.0.0.1, on any free port for 0, until the block ends. Raises OSError when the port is taken."""
    return server.serve(ARTICLES, port)
