"""The pages of the reading room, a module each."""

from starlette.routing import BaseRoute

from archive.web.pages import document, search, statistics

routes: list[BaseRoute] = [*search.routes, *document.routes, *statistics.routes]
