"""The spiders: ``agency``, which crawls any agency's site, and one for each site with a profile.

In: a start URL and options (``Arguments``), and the responses of the site. Out: ``Document`` values of its articles,
the next requests, and a ``Report`` of the crawl. Begin at ``agency.AgencySpider.parse``:
``response_text_document_and_crawl_report`` reads a response, ``crawler.discovery`` judges it, and its frontier says
what to request next.
"""
