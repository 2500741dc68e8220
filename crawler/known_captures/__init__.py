"""What a crawl need not fetch again: unchanged pages that the archive holds, and captures of an interrupted crawl.

In: the requests of a crawl. Out: requests with conditions (RFC 9110, 13.1), or responses from the archive. Begin at
``middleware.KnownCapturesMiddleware``; ``archived_pages`` reads the captures.
"""
