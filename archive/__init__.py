"""The archive: captures in WARC, documents, the index over both, and the ways to read them."""

__version__ = "0.1.0"
