"""Documents made again from WARC files, one file at a time, without the network."""

from crawler.reextract.documents import documents_of, is_page, may_hold_article, read_document
from crawler.reextract.files import changes, reextract_file, reextract_missing

__all__ = [
    "changes",
    "documents_of",
    "is_page",
    "may_hold_article",
    "read_document",
    "reextract_file",
    "reextract_missing",
]
