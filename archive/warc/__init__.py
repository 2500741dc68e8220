"""WARC files: the only package that knows their format (WARC/1.1, ISO 28500:2017)."""

from archive.warc.exchange import Exchange, Truncation
from archive.warc.reader import (
    Record,
    catalogue_file,
    entry_of,
    read_page,
    read_page_block,
    read_records,
    warc_name,
)
from archive.warc.writer import FindOriginal, WarcWriter

__all__ = [
    "Exchange",
    "FindOriginal",
    "Record",
    "Truncation",
    "WarcWriter",
    "catalogue_file",
    "entry_of",
    "read_page",
    "read_page_block",
    "read_records",
    "warc_name",
]
