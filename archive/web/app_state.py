"""The state that all requests share: the archive, its index, the replay's address and the operator's contact."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.errors import ArchiveMissing
from archive.index import Index, Readers
from archive.layout import Archive
from archive.web.security import host_name

_MAIL = re.compile(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+\.[^\s@<>\"?&]+")
_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Contact:
    """The operator's contact, as the footer shows it, and its link; None without a mail or web address."""

    text: str
    href: str | None

    @classmethod
    def parse(cls, text: str | None) -> "Contact | None":
        """Return the contact for the operator's own words; None if there are none.

        >>> Contact.parse(" keeper@archive.example ")
        Contact(text='keeper@archive.example', href='mailto:keeper@archive.example')
        >>> Contact.parse("Room 12, second floor").href is None
        True
        """
        text = (text or "").strip()
        if not text:
            return None
        if _MAIL.fullmatch(text):
            return cls(text, f"mailto:{text}")
        return cls(text, text if _WEB.fullmatch(text) else None)


MOST_SECONDS = 5.0
"""The search engine may work this long for one request."""


@dataclass(frozen=True, slots=True)
class RoomState:
    """What pages and API may use. ``replay_port`` is None without a replay.

    ``replay_url`` is the replay's origin behind a proxy, otherwise None.
    """

    archive: Archive
    readers: Readers
    replay_port: int | None
    replay_url: str | None = None
    contact: Contact | None = None


def room_state(request: Request) -> RoomState:
    """Return the state of the request's application."""
    found: RoomState = request.app.state.access
    return found


def replay_origin(request: Request) -> str | None:
    """Return the replay's origin, as ``http://host:port``, under the host name that the reader used; None if none."""
    port = room_state(request).replay_port
    if public := room_state(request).replay_url:
        return public
    return None if port is None else f"http://{host_name(request.headers['host'])}:{port}"


@contextmanager
def open_index(request: Request) -> Iterator[Index]:
    """Open the index in one state for the whole request, with ``MOST_SECONDS`` for all queries.

    Raises HTTPException 503 if there is no archive or no index, and AnswerTooSlow when the time is over.
    """
    with _opened(room_state(request).readers) as index, index.limited(MOST_SECONDS), index.snapshot():
        yield index


@contextmanager
def _opened(readers: Readers) -> Iterator[Index]:
    borrowed = readers.borrow()
    try:
        index = borrowed.__enter__()
    except ArchiveMissing as error:
        raise HTTPException(503, str(error)) from error
    try:
        yield index
    except BaseException as error:
        borrowed.__exit__(type(error), error, error.__traceback__)
        raise
    borrowed.__exit__(None, None, None)
