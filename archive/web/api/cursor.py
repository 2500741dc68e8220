"""Where an answer goes on: how many have come, and a digest of the question that they came for."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256

from archive.errors import UsageError
from archive.web.api.operation import Given

_DIGEST = 8


def offset(given: Given) -> int:
    """How many came before.

    Raises UsageError for a cursor that this program did not give for the same question.
    """
    cursor = given.optional("cursor")
    if cursor is None:
        return 0
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii", "replace"))
    except (Error, ValueError):
        raw = b""
    came, digest = raw[:-_DIGEST], raw[-_DIGEST:]
    if digest != _question(given) or not came.isdigit() or len(came) > 9:
        raise UsageError("no such cursor; give 'next' of an answer to the same question")
    return int(came)


def following(given: Given, came: int) -> str:
    """The cursor after so many."""
    return urlsafe_b64encode(b"%d" % came + _question(given)).decode()


def _question(given: Given) -> bytes:
    question = sorted((name, value) for name, value in given.values.items() if name not in ("cursor", "limit"))
    return sha256(repr(question).encode("utf-8", "backslashreplace")).digest()[:_DIGEST]
