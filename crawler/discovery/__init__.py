"""Discovery: which URLs of a site to request, in which order, and when to stop. Pure: pages in, URLs out.

In: the markup of a page (``links_of_html``) or a sitemap or feed (``links_of_xml``), and how each request turned out
(``Answer``). Out: the next ``Candidate`` to request. Begin at ``frontier.Frontier``: ``add`` links, ``take`` the next
candidate, ``settle`` its answer. Each *shape* of URL (``urls.shape_of``) has a *budget* of pages that may lead to no
article; ``link_selection`` tells what a link promises.
"""

from crawler.discovery.frontier import Candidate, Frontier
from crawler.discovery.link_selection import Interest
from crawler.discovery.links import LinkCandidate, links_of_html
from crawler.discovery.outcome import Answer, Outcome, refusal_of
from crawler.discovery.sitemaps import links_of_xml
from crawler.discovery.urls import Scope

__all__ = [
    "Answer", "Candidate", "Frontier", "Interest", "LinkCandidate", "Outcome", "Scope", "links_of_html",
    "links_of_xml", "refusal_of",
]  # fmt: skip
