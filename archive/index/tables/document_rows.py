"""The rows of document versions in the index, their packed JSON, and the tokens of the current ones.

Row numbers follow the day of publication, the latest first: the engine, which reads rows in their order, so finds the
documents published last before all others.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b

from archive.errors import ArchiveDamaged
from archive.index.folding import fold
from archive.index.query_language.vocabulary_and_word_variants import accented_words
from archive.index.tables.captures_and_change_events import Catalogue, nearest_time
from archive.index.tables.corpus_text_changes_and_filtered_rows import record_text_change
from archive.index.tables.duplicate_groups import DuplicateGroups
from archive.index.tables.full_text_rows import TokenRow, TokenRows, folded_texts, token_row
from archive.index.tokenizer_and_fact_tokens import day_of, speaker_name
from archive.layout import version_order
from archive.model.capture import Capture
from archive.model.document import Block, Document, Extractor, Rights, decode_document, encode_document
from archive.model.times import parse_moment
from archive.model.url import canonical

_EPOCH = date(1970, 1, 1)
_DAYS = 2**16
"""Days with numbers of their own, until 2149; earlier and later days count as the first and the last."""
_SERIALS = 2**14
"""Rows a day; further ones get numbers of the day before. The closer the numbers, the smaller the index."""
CONTENT_OF = "SELECT json FROM documents AS own JOIN contents USING (content) WHERE own.number = "
"""SQL for the packed document of a row, whose number follows."""


def pack(document: Document) -> bytes:
    """Compress a document's JSON with ``packing_dictionary``, as the index stores it."""
    compressing = zlib.compressobj(zdict=packing_dictionary())
    return compressing.compress(encode_document(document).encode("utf-8", "surrogatepass")) + compressing.flush()


def unpack(content: bytes) -> Document:
    """Decompress and decode a document that ``pack`` packed for the index. Raises ArchiveDamaged when it cannot be
    unpacked.
    """
    try:
        return decode_document(_decompress(content))
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise _damaged() from error


def content_of(connection: sqlite3.Connection, number: int) -> bytes:
    """Read the packed document of an index row. Raises ArchiveDamaged when there is none."""
    content = _find_content(connection, number)
    if content is None:
        raise _damaged()
    return content


def _find_content(connection: sqlite3.Connection, number: int) -> bytes | None:
    """Read the packed document of an index row, None where there is none."""
    row: tuple[bytes] | None = connection.execute(f"{CONTENT_OF}?", (number,)).fetchone()
    return row[0] if row else None


def _find_version(connection: sqlite3.Connection, document: str, version: str) -> bytes | None:
    """Read the packed version of a document in the index, None where there is none of exactly that time."""
    statement = "SELECT json FROM documents JOIN contents USING (content) WHERE id = ? AND version = ?"
    row: tuple[bytes] | None = connection.execute(statement, (document, version)).fetchone()
    return row[0] if row else None


@cache
def packing_dictionary() -> bytes:
    """Return the zlib dictionary for documents in the index: the JSON of an empty document of the usual form."""
    capture = Capture("https://www.example.com/", ".warc.gz", 100, 100, "<urn:uuid:", "2026-01-", 200, "sha1:")
    blocks = tuple(
        Block(n, "paragraph", "", ("en", "zh-Hans")[n % 2], 1.0, f"/html/body/div[2]/div[1]/p[{n}]") for n in range(9)
    )
    document = Document(
        id="", version="2026-01-", url="https://www.example.com/", site="", kind="news", title="",
        languages={"zh-Hans": 1.0, "en": 1.0}, published="2026-01-01", blocks=blocks, capture=capture,
        extractor=Extractor("", "", None),
    )  # fmt: skip
    return encode_document(document).encode()


def _decompress(content: bytes) -> bytes:
    """Decompress the packed JSON of a document. Raises zlib.error where it is damaged or cut off."""
    decompressing = zlib.decompressobj(zdict=packing_dictionary())
    text = decompressing.decompress(content) + decompressing.flush()
    if not decompressing.eof:
        raise zlib.error("the content is cut off")
    return text


def _damaged() -> ArchiveDamaged:
    return ArchiveDamaged("a document in the index cannot be read; rebuild it with 'archive index --rebuild'")


def _packed_digest(content: bytes) -> str:
    """Return the digest of a packed document's JSON, to compare it; empty where it cannot be unpacked."""
    try:
        return content_digest(_decompress(content))
    except zlib.error:
        return ""


def content_digest(content: bytes) -> str:
    """Return the digest by which a check compares the JSON of an indexed document with its file."""
    return blake2b(content, digest_size=16).hexdigest()


class DocumentRows:
    """The rows of document versions in an index, in the transaction of its writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = TokenRows(connection)
        self._token_rows: dict[int, TokenRow] = {}
        self._groups = DuplicateGroups(connection, self._rows, self._load, self._row)

    def put(self, documents: Iterable[Document]) -> None:
        """Insert rows of document versions; a version with other content is replaced, with the same content left as
        it is.

        They are inserted by day of publication, which is fastest; of a repeated version the last counts.
        """
        versions = {(document.id, document.version): document for document in documents}
        for document in sorted(versions.values(), key=lambda document: _day_rank(document.published)):
            self._put(document)
        self._groups.move_new_bands()
        self._rows.flush()

    def remove(self, warc: str, kept: Iterable[tuple[str, str]] = ()) -> None:
        """Delete the rows of document versions extracted from a WARC file, except those ``kept`` by id and
        version.
        """
        keep = frozenset(kept)
        rows = self._connection.execute(
            "SELECT number, id, version FROM documents WHERE warc = ?", (warc,)
        ).fetchall()
        gone = [(number, id_) for number, id_, version in rows if (id_, version) not in keep]
        for number, _ in gone:
            self._delete(number)
        for id_ in dict.fromkeys(id_ for _, id_ in gone):
            self._choose_current(id_)
        self._rows.flush()

    def _put(self, document: Document) -> None:
        content = pack(document)
        known = self._connection.execute(
            "SELECT number, json FROM documents JOIN contents USING (content) WHERE id = ? AND version = ?",
            (document.id, document.version),
        ).fetchone()
        if known and known[1] == content:
            return
        if known:
            self._delete(known[0])
        number = self._insert(document, content)
        self._choose_current(document.id, (number, document))

    def _insert(self, document: Document, content: bytes) -> int:
        number = _free_row_number(self._connection, document.published)
        stored = self._connection.execute("INSERT INTO contents (json) VALUES (?)", (content,)).lastrowid
        speaker, rights = speaker_name(document), document.rights or Rights()
        self._connection.execute(
            "INSERT INTO documents (number, id, version, url, site, kind, published, speaker, warc, place, "
            "license, reserved, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, document.id, document.version, document.url, document.site, document.kind,
                document.published, fold(speaker) if speaker else None, document.capture.warc,
                version_order(document.version, document.capture.warc), rights.license, rights.tdm_reservation,
                stored,
            ),
        )  # fmt: skip
        return number

    def _delete(self, number: int) -> None:
        if self._connection.execute("SELECT 1 FROM current WHERE number = ?", (number,)).fetchone():
            self._make_unsearchable(number)
        self._groups.forget(number)
        self._connection.execute(
            "DELETE FROM contents WHERE content = (SELECT content FROM documents WHERE number = ?)", (number,)
        )
        for table in ("documents", "units"):
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - our own names

    def _choose_current(self, id_: str, added: tuple[int, Document] | None = None) -> None:
        """Make the latest version of a document the searchable one."""
        latest = self._connection.execute(
            "SELECT number FROM documents WHERE id = ? ORDER BY place DESC LIMIT 1", (id_,)
        ).fetchone()
        current = self._connection.execute("SELECT number FROM current WHERE id = ?", (id_,)).fetchone()
        if latest == current:
            return
        if current:
            self._make_unsearchable(current[0])
        if latest:
            self._make_searchable(latest[0], added[1] if added and added[0] == latest[0] else self._load(latest[0]))

    def _make_searchable(self, number: int, document: Document) -> None:
        """Add a version to the search."""
        record_text_change(self._connection, number)
        self._connection.execute("INSERT INTO current VALUES (?, ?, ?)", (number, document.id, document.published))
        self._connection.execute(
            "INSERT INTO counted VALUES (?, ?, ?)", (number, self._profile(document), self._speaker(document))
        )
        folded = folded_texts(document)
        self._token_rows[number] = token_row(document, folded)
        self._rows.add("search", number, self._token_rows[number])
        words = {pair for texts in folded for text in texts for pair in accented_words(text)}
        self._connection.executemany("INSERT OR IGNORE INTO accents VALUES (?, ?)", sorted(words))
        self._groups.add(number, folded[2])
        self._token_rows.clear()

    def _make_unsearchable(self, number: int) -> None:
        """Remove a version from the search."""
        record_text_change(self._connection, number)
        for table in ("current", "counted"):
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - our own names
        self._rows.remove("search", number, self._row(number))
        self._groups.remove(number)
        self._token_rows.clear()

    def _profile(self, document: Document) -> int:
        """The number of the set of facts that a document is counted by; missing facts are empty."""
        year, languages = (document.published or "")[:4], " ".join(sorted(document.languages))
        facts = (document.site, document.kind, year, languages)
        self._connection.execute(
            "INSERT OR IGNORE INTO profiles (site, kind, year, languages) VALUES (?, ?, ?, ?)", facts
        )
        (profile,) = self._connection.execute(
            "SELECT profile FROM profiles WHERE (site, kind, year, languages) = (?, ?, ?, ?)", facts
        ).fetchone()
        return int(profile)

    def _speaker(self, document: Document) -> int | None:
        """Return the number of the document's speaker in the index, None without one."""
        name = speaker_name(document)
        if not name:
            return None
        self._connection.execute("INSERT OR IGNORE INTO speakers (name) VALUES (?)", (name,))
        (speaker,) = self._connection.execute("SELECT speaker FROM speakers WHERE name = ?", (name,)).fetchone()
        return int(speaker)

    def _row(self, number: int) -> TokenRow:
        """The engine row of a stored version, cached while one document is processed."""
        if number not in self._token_rows:
            document = self._load(number)
            self._token_rows[number] = token_row(document, folded_texts(document))
        return self._token_rows[number]

    def _load(self, number: int) -> Document:
        return unpack(content_of(self._connection, number))


def _day_rank(published: str | None) -> int:
    """Return the rank of a day of publication, the latest first, by which row numbers are given; no date is last.

    >>> _day_rank("2025-03-03") < _day_rank("2025-03-02T23:59+08:00") < _day_rank("1812-01-01") < _day_rank(None)
    True
    """
    digits = day_of(published)
    if digits is None:
        return _DAYS
    try:
        day = (date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) - _EPOCH) // timedelta(days=1)
    except ValueError:
        return _DAYS
    return _DAYS - 1 - max(0, min(day, _DAYS - 1))


def day_of_row(number: int) -> str | None:
    """Return the earliest day of publication of documents up to an index row, None where they may have no day.

    >>> day_of_row(_day_rank("2025-03-03") * _SERIALS + 5)
    '2025-03-03'
    """
    days = _DAYS - 1 - (number - 1) // _SERIALS
    return (_EPOCH + timedelta(days=days)).isoformat() if days > 0 else None


def _free_row_number(connection: sqlite3.Connection, published: str | None) -> int:
    """Choose an unused index row number for a document published on this day."""
    rank = _day_rank(published)
    while True:
        start, end = rank * _SERIALS + 1, (rank + 1) * _SERIALS
        (last,) = connection.execute(
            "SELECT max(number) FROM documents WHERE number BETWEEN ? AND ?", (start, end)
        ).fetchone()
        if last != end:
            return start if last is None else int(last) + 1
        rank += 1


@dataclass(frozen=True, slots=True)
class Extent:
    """The number of documents in the index, and the first and last day of publication."""

    documents: int
    earliest: str | None
    latest: str | None


class IndexedDocuments(Catalogue):
    """The documents in the index, as its reader reads them: by id or address, by WARC file, and by row number."""

    def document(self, id_or_url: str, at: str | None = None) -> Document | None:
        """Look up a document in the index by id or address: the version nearest in time to ``at``, or the newest.

        Raises UsageError when ``at`` is no time.
        """
        with self.snapshot():
            if at and (content := _find_version(self._connection, id_or_url, at)):
                return unpack(content)
            at = at and parse_moment(at)
            versions = dict(self._versions(id_or_url))
            if not versions:
                return None
            chosen = nearest_time(list(versions), at) if at else None
            return unpack(content_of(self._connection, versions[chosen or next(reversed(versions))]))

    def versions(self, id_or_url: str) -> list[str]:
        """Look up the times of all versions of a document in the index, earliest first."""
        with self.snapshot():
            return [version for version, _ in self._versions(id_or_url)]

    def document_count(self, warc: str) -> int:
        """Count the indexed document versions that were extracted from a WARC file."""
        ((count,),) = self._rows("SELECT count(*) FROM documents WHERE warc = ?", warc)
        return int(count)

    def versions_in(self, warc: str) -> list[tuple[str, str, str]]:
        """List id, version and digest of each indexed document that was extracted from a WARC file, in order."""
        with self.snapshot():
            rows = self._connection.execute(
                "SELECT id, version, json FROM documents LEFT JOIN contents USING (content) WHERE warc = ? "
                "ORDER BY id, version",
                (warc,),
            )
            return [(id_, version, _packed_digest(content or b"")) for id_, version, content in rows]

    def extent(self) -> Extent:
        """Read the number of documents in the index, and the first and last day of publication."""
        ((count, first, last),) = self._rows("SELECT count(*), min(moment), max(moment) FROM current")
        return Extent(count, first and first[:10], last and last[:10])

    def searchable_document(self, number: int) -> Document | None:
        """Read the document in an index row; None if the row is not, or no longer, a searchable version."""
        with self.snapshot():
            found = self._rows("SELECT 1 FROM current WHERE number = ?", number)
            return unpack(content_of(self._connection, number)) if found else None

    def _versions(self, id_or_url: str) -> list[tuple[str, int]]:
        """Look up time and row number of each version of a document in the index, earliest first."""
        statement = "SELECT version, number FROM documents WHERE {} = ? ORDER BY place"
        by_id = self._rows(statement.format("id"), id_or_url)
        return by_id or self._rows(statement.format("url"), canonical(id_or_url))

    def _read(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Read the documents in these index rows that still exist."""
        for number in numbers:
            with self.snapshot():
                content = _find_content(self._connection, number)
            if content:
                yield unpack(content)
