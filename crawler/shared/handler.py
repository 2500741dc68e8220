"""The download handler of a shared crawl: a host's delay is kept by all workers together."""

import asyncio
import random

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from crawler.capture.handler import CapturingDownloadHandler
from crawler.shared.frontier import SharedFrontier

_HANDLER = "crawler.shared.handler.TurnTakingHandler"
_SPREAD = 0.05


class SharedAddon:
    """Where FRONTIER_REDIS names a Redis, hosts are asked by all workers in turn (an add-on, behind capture)."""

    def update_settings(self, settings: BaseSettings) -> None:
        for scheme in ("http", "https") if settings.get("FRONTIER_REDIS") else ():
            settings["DOWNLOAD_HANDLERS"].set(scheme, _HANDLER, "addon")


class TurnTakingHandler(CapturingDownloadHandler):
    """Downloads as its parent does, when the host may be asked.

    A turn is taken at the very moment in which it is used, so that however busy a worker is, no two requests come
    nearer to each other than the delay; who waits tries again.
    """

    async def download_request(self, request: Request) -> Response:
        frontier = getattr(self._crawler.spider, "frontier", None)
        if isinstance(frontier, SharedFrontier):
            await self._turn(frontier, request)
        return await super().download_request(request)

    async def _turn(self, frontier: SharedFrontier, request: Request) -> None:
        """Raises IgnoreRequest where the frontier is lost, by which turns are taken."""
        host, delay = urlparse_cached(request).hostname or "", self._delay(request)
        while delay > 0 and (wait := frontier.turn(host, delay)) != 0:
            if wait is None:
                raise IgnoreRequest("the crawl is ending")
            await asyncio.sleep(wait + random.uniform(0, _SPREAD * delay))  # noqa: S311 # so that each has its chance
