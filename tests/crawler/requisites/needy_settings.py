"""The project's settings with the names of the needy site, which no name server knows."""

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

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
