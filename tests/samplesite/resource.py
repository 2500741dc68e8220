"""What the site answers with, before HTTP sends it."""

import hashlib
from dataclasses import dataclass

HeaderPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """An answer. ``modified`` is Last-Modified in the form of HTTP; ``tagged`` asks for an ETag.

    ``gzip`` and ``chunked`` say in which way the body is sent to who accepts it.
    """

    body: bytes
    media_type: str
    status: int = 200
    headers: HeaderPairs = ()
    modified: str | None = None
    tagged: bool = False
    gzip: bool = False
    chunked: bool = False

    @property
    def etag(self) -> str | None:
        """The entity tag of the body, without content coding, in its quotes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"' if self.tagged else None


def html(text: str, charset: str = "utf-8", status: int = 200, named: bool = True) -> Resource:
    """A page in the charset; characters it lacks become references. ``named``: Content-Type names the charset."""
    media_type = f"text/html; charset={charset}" if named else "text/html"
    return Resource(text.encode(charset, "xmlcharrefreplace"), media_type, status)


def redirect(location: str, status: int = 301) -> Resource:
    """A redirect; a location that starts with a slash is completed with the host that was asked."""
    body = f'<html><head><title>{status}</title></head><body><a href="{location}">Moved</a></body></html>'
    return Resource(body.encode(), "text/html", status, (("Location", location),))
