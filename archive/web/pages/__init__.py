"""The pages of the reading room, a module each."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
