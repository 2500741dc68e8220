"""From a page to its document: pure functions, no Scrapy, no files, no network."""

from crawler.extraction.document import extract, extract_as_article

__all__ = ["extract", "extract_as_article"]
