"""Digests as WARC names them: a label and Base32 or hexadecimal digits (WARC/1.1, 5.8 and 5.9)."""

import base64
import hashlib
import re
from collections.abc import Iterable

_LABELS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
_LABELLED = re.compile(r"[!-9;-~]+:[!-~]{8,}")


def sha1_digest(pieces: Iterable[bytes]) -> str:
    """The labelled digest of the pieces in order.

    >>> sha1_digest([b"abc"])
    'sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5'
    """
    return labelled("sha1", digest_of("sha1", pieces))


def as_digest(stated: str | None) -> str | None:
    """What is stated, None where that is no labelled digest: without digests wget writes whatever is in its memory.

    >>> as_digest("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), as_digest("\x01X")
    ('sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5', None)
    """
    return stated if stated and _LABELLED.fullmatch(stated) else None


def algorithm_of(stated: str) -> str | None:
    """The algorithm that a digest's label names, None for one that is not known here.

    >>> algorithm_of("SHA-256:ba7816bf"), algorithm_of("crc32:352441c2")
    ('sha256', None)
    """
    return _LABELS.get(stated.partition(":")[0].strip().lower().replace("-", ""))


def digest_of(algorithm: str, pieces: Iterable[bytes]) -> bytes:
    """The digest of the pieces in order, as bytes."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def states(stated: str, digest: bytes) -> bool:
    """Whether a labelled digest, in Base32 or hexadecimal digits of any case, is this one.

    >>> states("md5:900150983CD24FB0D6963F7D28E17F72", digest_of("md5", [b"abc"]))
    True
    """
    value = stated.partition(":")[2].strip()
    base32 = base64.b32encode(digest).decode("ascii").rstrip("=")
    return value.lower() == digest.hex() or value.upper().rstrip("=") == base32


def labelled(algorithm: str, digest: bytes) -> str:
    """The digest with its label: SHA-1 in Base32 as ours are, the others in hexadecimal digits."""
    return f"{algorithm}:{base64.b32encode(digest).decode('ascii') if algorithm == 'sha1' else digest.hex()}"
