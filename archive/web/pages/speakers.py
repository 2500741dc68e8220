"""``/speakers`` and ``/speaker``: who spoke, and what of each there is."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.index import Filters
from archive.web.access import reading
from archive.web.pages.addresses import FEED, address, speaker_address
from archive.web.pages.named import named
from archive.web.pages.shown import shown
from archive.web.pages.timeline import timeline
from archive.web.pages.view import asked, show

MOST_NAMES = 20
"""Names that are listed where one name is part of several."""


def speakers(request: Request) -> Response:
    """All speakers, those with most documents first."""
    with reading(request) as index:
        found = index.speakers()
    return show(request, "names.html", group="speakers", **named(request, found, speaker_address))


def speaker(request: Request) -> Response:
    """What a speaker said, over time; all speakers whose name holds the one asked for."""
    name = asked(request, "name")
    if name is None:
        return RedirectResponse("/speakers")
    with reading(request) as index:
        filters = Filters(speaker=name)
        found = timeline(index, filters, asked(request, "after"))
        names = [each for each, _ in index.facets("", filters).speakers]
    if not names:
        raise HTTPException(404, f"No speech by {shown(name, ()).text} is in this archive.")
    return show(
        request,
        "timeline.html",
        group="speakers",
        name=shown(name, ("en",)),
        names=[(shown(each, ("en",)), speaker_address(each)) for each in names[:MOST_NAMES] if each != name],
        timeline=found,
        search=address("/", speaker=name),
        changes=None,
        feed=FEED,
        next=address("/speaker", name=name, after=found.next) if found.next else None,
    )


routes = [Route("/speakers", speakers), Route("/speaker", speaker)]
