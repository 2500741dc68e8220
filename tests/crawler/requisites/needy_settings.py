"""The project's settings with the names of the needy site, which no name server knows."""

from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

from crawler.middlewares import ScopeMiddleware
from crawler.settings import *  # noqa: F403 # settings are a module's names

_NAMES = {"cdn.example": "127.0.0.2", "inside.example": "127.0.0.1"}


class Names(CachingThreadedResolver):
    """Knows the names of the site; other names are looked up."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 # Twisted's name
        return succeed(_NAMES[name]) if name in _NAMES else super().getHostByName(name, timeout)


TWISTED_DNS_RESOLVER = f"{__name__}.Names"
# The address that stands for another host on the internet.
PUBLIC_NETWORKS = ["127.0.0.2/32"]
RETRY_TIMES = 0


class WideScope(ScopeMiddleware):
    """Lets requisites leave the site, and the robots.txt of the hosts that they lie at."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._elsewhere: set[str | None] = set()

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if "requisite" in request.meta:
            self._elsewhere.add(parts.hostname)
        elif parts.hostname not in self._elsewhere or parts.path != "/robots.txt":
            super().process_request(request)


DOWNLOADER_MIDDLEWARES = {
    **{path: at for path, at in DOWNLOADER_MIDDLEWARES.items() if not path.endswith(".ScopeMiddleware")},  # noqa: F405 # from the project's settings
    f"{__name__}.WideScope": 50,
    "crawler.guard.GuardMiddleware": 760,
}
SPIDER_MIDDLEWARES = {"crawler.requisites.middleware.RequisitesMiddleware": 800}
EXTENSIONS = {**EXTENSIONS, "crawler.limits.ByteLimit": 0}  # noqa: F405 # from the project's settings
