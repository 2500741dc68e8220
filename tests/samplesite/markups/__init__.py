"""The markups in which articles are shown, one module each.

Each module has ``render(article, frame)``, which gives the page as text; an article names its module in ``markup``.
"""

from importlib import import_module
from typing import Protocol, cast

from tests.samplesite.article import Article
from tests.samplesite.frame import Frame


class Markup(Protocol):
    """A module of this package."""

    def render(self, article: Article, frame: Frame) -> str:
        """The page of the article, with its surroundings."""


def render(article: Article, frame: Frame) -> str:
    """The page of the article in the markup that it names."""
    return cast(Markup, import_module(f"{__name__}.{article.markup}")).render(article, frame)
