"""The API: what the reading room shows, as JSON, read only."""

from starlette.routing import BaseRoute

from archive.web.api import statistics

routes: list[BaseRoute] = [*statistics.routes]
