"""WARC files: the only package that knows their format (WARC/1.1, ISO 28500:2017).

In: exchanges of a crawl, or the path of a WARC file. Out: records on disk, catalogue entries of their captures, and
pages and payloads read back. Begin at ``warc_writer.WarcWriter``, which turns exchanges into records, and at
``record_reader_and_digests.read_records``; ``captures_and_pages`` lists captures and reads their
pages. ``foreign_records`` reads files of other tools.
"""
