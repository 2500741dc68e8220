"""``/help``: how to ask, and what this room is."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.web.pages.addresses import address
from archive.web.pages.view import show

EXAMPLES = (
    ("产能", "characters"),
    ("cooperation", "word"),
    ("产能 合作", "both"),
    ('"industrial cooperation"', "phrase"),
    ("产能 OR capacity", "either"),
    ("合作 -产能", "without"),
    ("(产能 OR 能力) 译员", "brackets"),
    ("coop*", "begins"),
    ("resume~", "tolerant"),
    ("title:合作", "title"),
    ('speaker:"Wang Yi"', "speaker"),
    ("kind:speech lang:en", "facts"),
    ("published:2015..2025", "published"),
)
"""Queries, and the word in ``[example]`` for what each finds."""


def help_page(request: Request) -> Response:
    """The language of queries by examples that can be followed."""
    return show(request, "help.html", examples=[(query, address("/", q=query), key) for query, key in EXAMPLES])


routes = [Route("/help", help_page)]
