"""The pages of the reading room, a module each."""

from starlette.routing import BaseRoute

from archive.web.pages import (
    changes,
    concordance,
    document,
    feed,
    help,
    history,
    search,
    sites,
    speakers,
    statistics,
    terms,
)

routes: list[BaseRoute] = [
    *search.routes,
    *document.routes,
    *speakers.routes,
    *sites.routes,
    *concordance.routes,
    *terms.routes,
    *history.routes,
    *changes.routes,
    *feed.routes,
    *statistics.routes,
    *help.routes,
]
