"""From a page to its document: pure functions, no Scrapy, no files, no network."""

from crawler.extraction.document import extract

__all__ = ["extract"]
