"""The queue of sites in Redis, from which workers on any number of machines take whole sites.

``SiteQueue`` puts sites up, leases them to workers, and takes down what came of them; ``Connection`` reaches Redis.
A worker's side of it is ``crawler.many.queued``.
"""

from crawler.queue.connection import Connection
from crawler.queue.site_queue import Entry, QueuedSite, Report, SiteQueue

__all__ = ["Connection", "Entry", "QueuedSite", "Report", "SiteQueue"]
