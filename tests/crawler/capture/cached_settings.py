"""The project's settings with Scrapy's HTTP cache, which asks for everything anew by conditional requests."""

from crawler.settings import *  # noqa: F403 # a settings module is its names
from crawler.settings import DEFAULT_REQUEST_HEADERS

HTTPCACHE_ENABLED = True
HTTPCACHE_POLICY = "scrapy.extensions.httpcache.RFC2616Policy"
DEFAULT_REQUEST_HEADERS = {**DEFAULT_REQUEST_HEADERS, "Cache-Control": "max-age=0"}
