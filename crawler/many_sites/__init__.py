"""The crawl of many sites in one process, a limited number at a time.

In: a file of sites (``site_list``), and for a worker among several the queue in Redis
(``redis_site_queue_and_host_slots``). Out: captures and documents as from a crawl of one site, a summary of the run,
and its exit code. Begin at ``crawls_and_uploads.ManyCrawls``.
"""
