"""Where a page of hits ended, as text that a caller hands back to have the next."""

import base64
import binascii
import json
from dataclasses import astuple, dataclass

from archive.errors import UsageError


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last hit shown: its score, day and id, or, behind those that are ranked, its row alone."""

    score: float
    published: str
    id: str
    number: int
    ranked: bool

    def __str__(self) -> str:
        """The cursor in URL-safe characters."""
        content = json.dumps(astuple(self), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor that ``text`` writes.

        Raises UsageError when it writes none.

        >>> Cursor.parse(str(Cursor(-1.5, "2025-03-03", "a-1", 7, True)))
        Cursor(score=-1.5, published='2025-03-03', id='a-1', number=7, ranked=True)
        """
        try:
            content = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            score, published, id_, number, ranked = json.loads(content)
            cursor = cls(float(score), str(published), str(id_), int(number), bool(ranked))
            (cursor.published + cursor.id).encode()
            json.dumps(cursor.score, allow_nan=False)
        except (ValueError, TypeError, binascii.Error, OverflowError, RecursionError) as error:
            raise UsageError(f"{text[:40]!r} is no place to go on from; take what the page before gave") from error
        if not -(2**63) <= cursor.number < 2**63:
            raise UsageError(f"{text[:40]!r} is no place to go on from; take what the page before gave")
        return cursor
