"""Signals that a spider may send to the recorder."""

links_found = object()
"""Sent with ``response`` and ``urls``, the absolute addresses that the page names, once they are known."""

worker_lost = object()
"""Sent without arguments when another worker of the crawl is taken to be dead."""

looked_in = object()
"""Sent without arguments each time that a worker has taken in what others of its crawl did."""
