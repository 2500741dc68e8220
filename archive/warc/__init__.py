"""WARC files: the only package that knows their format (WARC/1.1, ISO 28500:2017)."""

from archive.warc.catalogue import catalogue_file, catalogue_records, catalogue_whole
from archive.warc.conditions import Conditions, FindUnmodified, Validators
from archive.warc.exchange import Exchange, Truncation
from archive.warc.http_message import NOT_MODIFIED
from archive.warc.reader import (
    Record,
    open_payload,
    read_page,
    read_page_block,
    read_record,
    read_records,
    warc_name,
)
from archive.warc.recovery import Recovery, open_files, recover_file, recover_site
from archive.warc.salvage import salvage_records, whole_records
from archive.warc.verify import record_faults
from archive.warc.writer import FindOriginal, WarcWriter

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
    "open_files",
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
