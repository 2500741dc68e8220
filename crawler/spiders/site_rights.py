"""Asks a site what it says of text and data mining, so that the answer is in the archive."""

from typing import Any
from urllib.parse import urljoin

from scrapy.http import Request, Response

from archive.rights import RESERVATION_FILE


def reservation_request(url: str) -> Request:
    """The request for the file in which the host of an address reserves its rights.

    It is asked for once, before the next page, by a request of which nothing follows; by ``Sec-Fetch-Dest`` its
    record says that it is no page, whatever the host answers.
    """
    return Request(
        urljoin(url, RESERVATION_FILE),
        callback=_hear,
        errback=_hear,
        headers={"Accept": "application/json", "Sec-Fetch-Dest": "empty"},
        priority=1,
        meta={"hops": "P", "dont_retry": True, "dont_redirect": True},
    )


def _hear(_answer: Response | Any) -> None:
    """Nothing follows: the exchange is captured, and read where somebody asks for it."""
