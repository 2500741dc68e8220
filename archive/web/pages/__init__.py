"""The pages of the reading room, each in a module with its route.

A request comes in; the page's function reads its parameters (``links``), asks the index, and fills a template of
``templates/``; HTML goes out. What a page says of documents is prepared in ``text_display``. Begin reading in
``search`` and ``document``.
"""

from starlette.routing import BaseRoute

from archive.web.pages import (
    changes_and_feed,
    concordance,
    document,
    export,
    history,
    search,
    sites_and_speakers,
    statistics_and_charts,
    terms,
)

routes: list[BaseRoute] = [
    *search.routes,
    *document.routes,
    *sites_and_speakers.routes,
    *concordance.routes,
    *terms.routes,
    *export.routes,
    *history.routes,
    *changes_and_feed.routes,
    *statistics_and_charts.routes,
]
