"""Which records of other files the revisits of a WARC file need, where no index knows.

A revisit needs the first record with its payload, by time, file and offset, as in an index that was made anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.disk import digest_of_file
from archive.errors import ArchiveDamaged, UsageError
from archive.model.capture import CatalogueEntry, Damage
from archive.warc import catalogue_whole
from crawler.reextract.documents import may_hold_article
from crawler.reextract.storage import name_of


@dataclass(frozen=True, slots=True)
class Original:
    """A response record that holds the payload of a revisit, and the address of its file."""

    url: str
    entry: CatalogueEntry

    @property
    def order(self) -> tuple[str, str, int]:
        """The first of several with one payload is the one that is read."""
        capture = self.entry.capture
        return capture.date, capture.warc or "", capture.offset or 0


Payload = tuple[str, Original | None]
"""A payload by its digest, and the record that holds it, None where no file does."""


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file: its address, its size in bytes and its SHA-256 in hexadecimal digits.

    ``originals`` are the records that its revisits need, by digest; of ``orphans`` payloads there are none.
    ``fault`` says why it cannot be read.
    """

    url: str
    size: int = 0
    sha256: str = ""
    originals: tuple[tuple[str, Original], ...] = ()
    orphans: int = 0
    fault: str | None = None

    def with_payloads(self, payloads: Iterable[Payload]) -> "Source":
        """The file with the records that hold these payloads."""
        found = dict(payloads)
        originals = tuple((digest, original) for digest, original in sorted(found.items()) if original)
        return replace(self, originals=originals, orphans=len(found) - len(originals))


@dataclass(frozen=True, slots=True)
class Survey:
    """A WARC file with the digests of payloads: those that its revisits need, and those that its records hold."""

    source: Source
    wanted: frozenset[str] = frozenset()
    held: Mapping[str, Original] = field(default_factory=dict)

    @classmethod
    def of(cls, url: str, path: Path) -> "Survey":
        """The file from an address, which lies at ``path``. Raises ArchiveDamaged where it is not whole."""
        wanted: set[str] = set()
        held: dict[str, Original] = {}
        for found in catalogue_whole(path):
            if isinstance(found, Damage):  # what was extracted from it is not here
                raise ArchiveDamaged(found.what)
            digest = found.capture.payload_digest or ""
            if found.record_type == "response" and digest:
                original = Original(url, found)
                held[digest] = earlier(held.get(digest, original), original)
            elif found.record_type == "revisit" and may_hold_article(found):
                wanted.add(digest)
        return cls(Source(url, path.stat().st_size, digest_of_file(path)), frozenset(wanted), held)


def earlier(one: Original, other: Original) -> Original:
    """The one that is read where two records hold the same payload."""
    return min(one, other, key=lambda each: each.order)


def once_each(sources: Iterable[Source]) -> list[Source]:
    """The files, of those that lie in several places one, the largest first.

    Raises UsageError where two of one name differ.
    """
    known: dict[str, Source] = {}
    for source in sources:
        first = known.setdefault(name_of(source.url), source)
        if first.sha256 != source.sha256:
            raise UsageError(f"{source.url} and {first.url} have one name, and differ; see 'archive check' in both")
    return sorted(known.values(), key=lambda source: (-source.size, source.url))
