"""The pages of the reading room, each in a module with its route.

A request comes in; the page's function reads its parameters, asks the index, and fills a template of ``templates/``;
HTML goes out. Templates write URLs and texts of documents with ``links_url_parameters_and_snippets``. Begin reading
in ``search`` and ``document``.
"""

from starlette.routing import BaseRoute

from archive.web.pages import (
    concordance,
    document,
    export,
    history_and_changes,
    links_url_parameters_and_snippets,
    search,
    sites_and_speakers,
    statistics_and_charts,
    terms,
    words,
)
from archive.web.rendering_and_error_responses import environment

_FOR_TEMPLATES = (
    "block_url", "capture_url", "display_text", "document_url", "history_url", "known_language", "page_url",
    "replay_url", "shorten", "site_url", "snippet_parts", "speaker_url", "text_fragment", "web_url",
)  # fmt: skip
environment().globals.update({name: getattr(links_url_parameters_and_snippets, name) for name in _FOR_TEMPLATES})

_PAGES = (
    search, document, sites_and_speakers, concordance, words, terms, export, history_and_changes,
    statistics_and_charts,
)  # fmt: skip
routes: list[BaseRoute] = [route for page in _PAGES for route in page.routes]
