"""The queue of sites in Redis, from which workers on any number of machines take whole sites.

``SiteQueue`` puts sites up, leases them to workers, and takes down what came of them; ``HostTurns`` keeps delays of
hosts among workers; ``Connection`` reaches Redis. A worker's side of it is ``crawler.many.queued``.
"""

from crawler.queue.connection import Connection
from crawler.queue.site_queue import Entry, QueuedSite, Report, SiteQueue
from crawler.queue.turns import HostTurns

__all__ = ["Connection", "Entry", "HostTurns", "QueuedSite", "Report", "SiteQueue"]
