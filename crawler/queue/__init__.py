"""The queue of sites in Redis, from which workers on any number of machines take whole sites.

In: sites with their hosts, heartbeats and results. Out: leased sites, and slots at hosts. Begin at
``site_queue.SiteQueue``, which adds sites, leases them to workers and stores their results; ``HostSlots`` keeps the
delays of hosts among workers; ``Connection`` runs scripts in Redis. A worker's side is
``crawler.many_sites.queued_sites``.
"""

from crawler.queue.host_slots import HostSlots
from crawler.queue.redis_scripts import Connection
from crawler.queue.site_queue import QueuedSite, QueueEntry, SiteQueue, SiteReport

__all__ = ["Connection", "HostSlots", "QueueEntry", "QueuedSite", "SiteQueue", "SiteReport"]
