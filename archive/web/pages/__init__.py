"""The pages of the reading room, a module each."""

from starlette.routing import BaseRoute

from archive.web.pages import (
    changes,
    concordance,
    document,
    feed,
    history,
    search,
    sites_and_speakers,
    statistics,
    terms,
)

routes: list[BaseRoute] = [
    *search.routes,
    *document.routes,
    *sites_and_speakers.routes,
    *concordance.routes,
    *terms.routes,
    *history.routes,
    *changes.routes,
    *feed.routes,
    *statistics.routes,
]
