"""WARC files: the only package that knows their format (WARC/1.1, ISO 28500:2017).

In: exchanges of a crawl, or the path of a WARC file. Out: records on disk, catalogue entries of their captures, and
pages and payloads read back. Begin at ``warc_writer.WarcWriter``, which turns exchanges into records, and at
``record_reader_and_digests.read_records``; ``captures_and_pages`` lists captures and reads their
pages. ``foreign_records`` reads files of other tools.
"""

from archive.warc.captures_and_pages import (
    catalogue_file,
    catalogue_records,
    catalogue_whole,
    open_payload,
    read_page,
    read_page_block,
    read_record,
)
from archive.warc.http_exchange import NOT_MODIFIED, Conditions, Exchange, FindUnmodified, Truncation, Validators
from archive.warc.record_reader_and_digests import (
    Record,
    read_records,
    record_faults,
    salvage_records,
    warc_name,
    whole_records,
)
from archive.warc.record_writer_and_recovery import Recovery, recover_file, recover_site
from archive.warc.warc_writer import FindOriginal, WarcWriter

__all__ = [
    "NOT_MODIFIED",
    "Conditions",
    "Exchange",
    "FindOriginal",
    "FindUnmodified",
    "Record",
    "Recovery",
    "Truncation",
    "Validators",
    "WarcWriter",
    "catalogue_file",
    "catalogue_records",
    "catalogue_whole",
    "open_payload",
    "read_page",
    "read_page_block",
    "read_record",
    "read_records",
    "record_faults",
    "recover_file",
    "recover_site",
    "salvage_records",
    "warc_name",
    "whole_records",
]
