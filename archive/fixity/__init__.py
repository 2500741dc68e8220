"""Fixity: digests by which files are held against what they were when they were written.

``manifest`` has an entry for each finished WARC file; ``seals`` stand beside files of documents and units.
"""

from archive.fixity.manifest import Entry, Loss, Manifest, accept_loss, enter, read_manifest
from archive.fixity.seals import SealedLines, forget_seal, seal, seal_fault

__all__ = [
    "Entry",
    "Loss",
    "Manifest",
    "SealedLines",
    "accept_loss",
    "enter",
    "forget_seal",
    "read_manifest",
    "seal",
    "seal_fault",
]
