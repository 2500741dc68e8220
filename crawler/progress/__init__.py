"""The progress of a crawl, its result, and its summary at the end.

In: a running or ended Scrapy crawler. Out: a line on standard error (``progress_line``), and a summary as text and
JSON, made from the crawl's ``CrawlResult``. Begin at ``crawl_result_and_summary``.
"""
