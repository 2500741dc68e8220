"""What a WARC file's first record says of the crawl that wrote it (WARC/1.1, 6.2)."""

import scrapy
from scrapy.crawler import Crawler

from archive import __version__

_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_SETTINGS = ("CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "DOWNLOAD_MAXSIZE")


def warcinfo_fields(crawler: Crawler, site: str, job: str) -> dict[str, str]:
    """Names and values of the ``warcinfo`` record: software, format, robots policy, user agent, site and job."""
    settings = crawler.settings
    robots = "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
    chosen = ", ".join(f"{name}={settings.get(name)}" for name in _SETTINGS)
    return {
        "software": f"agency-archive/{__version__} Scrapy/{scrapy.__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "robots": robots,
        "http-header-user-agent": settings.get("USER_AGENT") or "",
        "isPartOf": site,
        "job": job,
        "description": f"crawl of {site}; {chosen}",
    }
