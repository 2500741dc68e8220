"""The progress of a crawl, its result, and its summary at the end.

In: a running or ended Scrapy crawler. Out: a line on standard error, and a summary as text and JSON, made from the
crawl's ``CrawlResult`` (both in ``progress_line_and_summary``). Begin at ``crawl_result``.
"""
