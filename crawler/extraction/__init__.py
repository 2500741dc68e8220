"""Extraction of a page's document: pure functions, no Scrapy, no files, no network.

In come an ``archive.model.page_headers_content_and_charset_names.Page`` and what is known of its site; out comes a
``Document``. Begin with ``document_extraction``, which calls ``page_reading``; that asks the packages below, each for
one part of the page.
"""

from crawler.extraction.document_extraction import extract, extract_as_article

__all__ = ["extract", "extract_as_article"]
