"""A page: one response as stored, and nothing else; what extraction works on."""

from dataclasses import dataclass

from archive.model.capture import Capture
from archive.model.content_coding import decode_content

MAX_CONTENT = 64 * 1024 * 1024

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order sent, names in the case sent; bytes are mapped to characters by ISO 8859-1."""


@dataclass(frozen=True, slots=True)
class Page:
    """One response: the site it was crawled for, its capture, its header pairs and its payload as stored.

    ``payload`` is the entity body with the content coding that the server applied still on it.
    """

    site: str
    capture: Capture
    headers: Headers
    payload: bytes

    @property
    def url(self) -> str:
        """The address that was asked for, as it was asked for."""
        return self.capture.uri

    @property
    def status(self) -> int:
        return self.capture.status

    def header(self, name: str) -> str | None:
        """The first field of that name, in any case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def content(self, limit: int = MAX_CONTENT) -> bytes:
        """The body with its content coding removed.

        Raises ContentCodingError when nothing of it can be decoded, ContentTooLarge when it grows past ``limit``
        bytes.
        """
        codings = [value for key, value in self.headers if key.lower() == "content-encoding"]
        return decode_content(self.payload, ",".join(codings), limit)
