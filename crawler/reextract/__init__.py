"""Documents made again from WARC files, one file at a time, without the network."""

from crawler.reextract.documents import as_known, documents_of, is_page, may_hold_article, read_document
from crawler.reextract.files import Remade, changes, reextract_missing
from crawler.reextract.fingerprints import count_lines, fingerprint_of, path_of, read_fingerprint, store_fingerprint
from crawler.reextract.sites import by_size, remake_sites

__all__ = [
    "Remade",
    "as_known",
    "by_size",
    "changes",
    "count_lines",
    "documents_of",
    "fingerprint_of",
    "is_page",
    "may_hold_article",
    "path_of",
    "read_document",
    "read_fingerprint",
    "reextract_missing",
    "remake_sites",
    "store_fingerprint",
]
