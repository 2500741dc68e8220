"""When two requests are for one page: when their canonical addresses are the same."""

import hashlib
from weakref import WeakKeyDictionary

from scrapy.http import Request

from archive.model.url import canonical


class CanonicalFingerprinter:
    """Fingerprints requests by method, canonical address and body (setting REQUEST_FINGERPRINTER_CLASS)."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Request, bytes] = WeakKeyDictionary()

    def fingerprint(self, request: Request) -> bytes:
        """20 bytes, the same for two requests that ask for one page.

        >>> one, other = Request("http://example.com/a?b=1"), Request("http://EXAMPLE.com:80/./a?utm_source=x&b=1#top")
        >>> CanonicalFingerprinter().fingerprint(one) == CanonicalFingerprinter().fingerprint(other)
        True
        """
        if request not in self._known:
            parts = (request.method, canonical(request.url), request.body.hex())
            self._known[request] = hashlib.sha256("\0".join(parts).encode()).digest()[:20]
        return self._known[request]
