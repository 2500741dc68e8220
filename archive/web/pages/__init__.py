"""The pages of the reading room, each in a module with its route.

A request comes in; the page's function reads its parameters (``links``), asks the index, and fills a template of
``templates/``; HTML goes out. Templates write URLs with ``links`` and texts of documents with ``text_display``. Begin
reading in ``search`` and ``document``.
"""

from starlette.routing import BaseRoute

from archive.web.pages import (
    changes_and_feed,
    concordance,
    document,
    export,
    history,
    links,
    search,
    sites_and_speakers,
    statistics_and_charts,
    terms,
    text_display,
)
from archive.web.rendering import environment

for function in (
    links.block_url, links.capture_url, links.document_url, links.history_url, links.page_url, links.replay_url,
    links.site_url, links.speaker_url, links.text_fragment, text_display.display_text, text_display.known_language,
    text_display.shorten, text_display.snippet_parts, text_display.web_url,
):  # fmt: skip
    environment().globals[function.__name__] = function

_PAGES = (
    search, document, sites_and_speakers, concordance, terms, export, history, changes_and_feed, statistics_and_charts
)  # fmt: skip
routes: list[BaseRoute] = [route for page in _PAGES for route in page.routes]
