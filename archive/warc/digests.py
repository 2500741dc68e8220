"""Digests as WARC names them: ``sha1:`` and Base32 (WARC/1.1, 5.8 and 5.9)."""

import base64
import hashlib
from collections.abc import Iterable


def sha1_digest(pieces: Iterable[bytes]) -> str:
    """The labelled digest of the pieces in order.

    >>> sha1_digest([b"abc"])
    'sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5'
    """
    digest = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return "sha1:" + base64.b32encode(digest.digest()).decode("ascii")
