"""One crawl by several workers: they share its frontier through Redis, and each host's delay.

The shared frontier is a log. A stream in Redis holds what happened, in order: leads found, an address taken by a
worker, what came of it. Each worker plays the log into a frontier of its own, and since that is deterministic all
have the same. Nothing is ever taken out of the log: what a dead worker had taken is given back by one more event.
"""

from crawler.shared.joining import frontier_for

__all__ = ["frontier_for"]
