"""Checks an archive: digests, offsets, provenance and index against each other; and mends what a crash left."""

from archive.check.repair import repair
from archive.check.report import Report, check

__all__ = ["Report", "check", "repair"]
