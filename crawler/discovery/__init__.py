"""Discovery of a site's pages: which URLs to request, in which order, and when to stop. Pure: pages in, URLs out.

In: the markup of a page (``links_of_html``) or a sitemap or feed (``links_of_xml``), and how each request turned out
(``Answer``, by ``judge_response``). Out: the next ``Candidate`` to request. Begin at ``frontier.Frontier``: ``add``
links, ``take`` the next candidate, ``settle`` its answer. Each *shape* of URL (``shape_of``) has a *budget* of pages
that may lead to no article (``budgets``); ``link_selection`` tells what a link promises.
"""
