"""The similarity of two texts, and a signature by which similar texts are found among many.

A text is taken as a set of shingles: runs of ``SHINGLE`` letters and digits, folded, with all between them dropped,
of which those count that begin with a character whose code is a multiple of four, about a quarter, the same ones in
whatever text. Two texts are as similar as the shingles they share among those that either has (Jaccard).

Signatures are one-permutation MinHash (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012) in bands (Leskovec,
Rajaraman, Ullman: Mining of Massive Datasets, 3.4): two texts with a similarity of 0.8 share a band with a
probability of 0.997.
"""

import hashlib
import struct
from collections.abc import Iterable
from itertools import compress
from zlib import crc32

ALIKE = 0.8
"""Two texts at least this similar are one text posted twice."""
FEWEST_LETTERS = 200
"""Shorter texts resemble others by chance."""
MOST_LETTERS = 100_000
"""The rest of a text is ignored."""
SHINGLE = 8
_BANDS, _ROWS = 8, 3
_SLOTS = _BANDS * _ROWS
_EMPTY = 0xFFFFFFFF
_UNIT = 4
_LENGTH = SHINGLE * _UNIT
_TAKEN = bytes(low % 4 == 0 for low in range(256))
"""By the low byte of a character's code whether a shingle that begins with it counts."""


class _Letters(dict[int, int | None]):
    """A cache of letters and digits as they are, and other characters as nothing."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = code if chr(code).isalnum() else None
        return kept


_LETTERS = _Letters()


def shingles(folded: Iterable[str]) -> frozenset[int]:
    """The shingles of concatenated folded texts, each as the CRC-32 of its UTF-32; none of short texts."""
    letters = "".join(text.translate(_LETTERS) for text in folded)[:MOST_LETTERS]
    if len(letters) < FEWEST_LETTERS:
        return frozenset()
    content = letters.encode("utf-32-le", "surrogatepass")
    places = range(0, len(content) - _LENGTH + _UNIT, _UNIT)
    return frozenset(
        [crc32(content[at : at + _LENGTH]) for at in compress(places, content[::_UNIT].translate(_TAKEN))]
    )


def similarity(first: frozenset[int], second: frozenset[int]) -> float:
    """The Jaccard similarity, from 0 to 1; 0 for texts that are too short.

    >>> similarity(frozenset({1, 2, 3}), frozenset({2, 3, 4}))
    0.5
    """
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def bands(found: frozenset[int]) -> tuple[int, ...]:
    """The signature of a set of shingles: numbers of 56 bits, of which texts that are alike share one or more."""
    if not found:
        return ()
    slots = [_EMPTY] * _SLOTS
    left = _SLOTS
    for shingle in sorted(found):
        slot = shingle % _SLOTS
        if slots[slot] == _EMPTY:
            slots[slot] = shingle
            left -= 1
            if not left:
                break
    return tuple(_band(number, slots[number * _ROWS : (number + 1) * _ROWS]) for number in range(_BANDS))


def _band(number: int, rows: list[int]) -> int:
    content = struct.pack(f"<B{_ROWS}I", number, *rows)
    return int.from_bytes(hashlib.blake2b(content, digest_size=7).digest(), "big")
