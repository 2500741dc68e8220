"""Crawl many sites in one process, a limited number at a time.

In: a file of sites (``site_list``), and for a worker among several the queue in Redis (``queued_sites``). Out:
captures and documents as from a crawl of one site, a summary of the run, and its exit code. Begin at
``crawls.ManyCrawls``.
"""

from crawler.many_sites.crawls import ManyCrawls
from crawler.many_sites.site_list import Site, read_sites

__all__ = ["ManyCrawls", "Site", "read_sites"]
