"""Check an archive: digests, offsets, provenance and index against each other; and mends what a crash left."""

from archive.check.fixity import accept
from archive.check.repair import repair
from archive.check.report import Report, check
from archive.check.scope import Scope

__all__ = ["Report", "Scope", "accept", "check", "repair"]
