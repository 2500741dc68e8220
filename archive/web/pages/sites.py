"""``/sites`` and ``/site``: what was crawled, and what of each there is."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.index import Filters
from archive.web.access import reading
from archive.web.pages.addresses import FEED, address, site_address
from archive.web.pages.named import named
from archive.web.pages.shown import Shown, cut
from archive.web.pages.timeline import timeline
from archive.web.pages.view import asked, show


def sites(request: Request) -> Response:
    """All sites, those with most documents first."""
    with reading(request) as index:
        found = index.sites()
    return show(request, "names.html", group="sites", **named(request, found, site_address))


def site(request: Request) -> Response:
    """What a site published, over time."""
    name = asked(request, "name")
    if name is None:
        return RedirectResponse("/sites")
    with reading(request) as index:
        found = timeline(index, Filters(site=name), asked(request, "after"))
    if not found.total:
        raise HTTPException(404, f"No site {cut(name)} is in this archive.")
    return show(
        request,
        "timeline.html",
        group="sites",
        name=Shown(cut(name), ""),
        names=[],
        timeline=found,
        search=address("/", site=name),
        changes=address("/changes", site=name),
        feed=address(FEED, site=name),
        next=address("/site", name=name, after=found.next) if found.next else None,
    )


routes = [Route("/sites", sites), Route("/site", site)]
