"""Many sites crawled together in one process: which, in what order, so many at a time, and what came of them."""

from crawler.many.crawls import ManyCrawls
from crawler.many.sites import Site, read_sites

__all__ = ["ManyCrawls", "Site", "read_sites"]
