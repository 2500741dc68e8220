"""The tokens file, ``index/tokens.sqlite3``: the words of all searchable documents, kept up with the index.

Each text (a document's texts in one language) is stored forward: the numbers of its words in order, ``BREAK`` before
each block, packed as if they were characters, in UTF-8: frequent words come early and have low numbers. Postings say
which documents have a word: documents are added in segments of up to ``_SEGMENT``, and a segment has a row for each
of its words with the places of documents in it, as unsigned integers of 16 bits. Segments are written once. What they
say about documents that changed since is stale, so that postings only narrow down which texts are read. Documents in
no segment yet (``loose``) are always read.

``tokens.sql`` defines the tables. The file is derived data: deleted, it is made again from the index.
"""

import sqlite3
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from itertools import islice
from zlib import crc32

from archive.corpus.words import WORDS_VERSION, corpus_texts, split_words
from archive.errors import ArchiveDamaged, ArchiveError, ArchiveUnusable
from archive.index import Index, IndexWriter
from archive.index.folding import folding_digest
from archive.index.tables.corpus_text_changes_and_filtered_rows import TextChanges
from archive.index.tables.database import READER_WAIT, delete_database, engine_errors, reading_address
from archive.layout import Archive
from archive.model.document import Document
from archive.model.language_codes import primary_language
from archive.terms.word_segmentation import segmenter_digest

BREAK = 0
"""The number that stands before each block of a text; that of no word."""
WORD_NUMBERS, PLACE_NUMBERS = "I", "H"
_UNPACKED = b"\xff"
_WIDE = f"utf-32-{sys.byteorder[0]}e"
_VERSION = 2
_SEGMENT = 5_000
"""Documents in a segment at most."""
_LOOSE = 500
"""Documents that may be in no segment; with more, a segment is made of them."""
_BATCH = 500
"""Documents that one transaction adds while the file is made."""
_MOST_CACHED = 500_000
"""Numbers of words that a writer holds in memory."""
_WAIT = 60.0
"""Seconds that a writer waits for another one."""
_CACHE = 16 * 1024
"""KiB of pages that a connection holds in memory."""

ReportProgress = Callable[[str, float], None]
"""Called with what is done, and the part of it that is, from 0 to 1."""


def report_nothing(_what: str, _part: float) -> None:
    """Report no progress of an update of the tokens file."""


def update_tokens(archive: Archive, report: ReportProgress = report_nothing) -> int:
    """Update the tokens file of the corpus from the index; returns how many documents were read.

    It is made where it is missing, damaged, of another version or of another index. Raises ArchiveMissing or
    IndexMissing without an archive or index, ArchiveLocked while another process writes it, ArchiveUnusable where it
    cannot be written.
    """
    with Index(archive) as index:
        changes = index.text_changes()
        try:
            read, last = _update(archive, index, changes, report)
        except ArchiveDamaged:
            remove_tokens(archive)
            read, last = _update(archive, index, changes, report)
    if last - changes.forgotten > _BATCH:
        with suppress(ArchiveError), IndexWriter(archive, wait=0) as writer:  # the next update can do it too
            writer.forget_text_changes(last)
    return read


def remove_tokens(archive: Archive) -> None:
    """Delete the tokens file of the corpus."""
    delete_database(archive.tokens_file)


def _update(archive: Archive, index: Index, changes: TextChanges, report: ReportProgress) -> tuple[int, int]:
    """Read the documents that changed into the tokens file; returns their number, and the last change that it has."""
    with engine_errors(archive.tokens_file), closing(_connect(archive)) as connection:
        writer = TokensWriter(connection)
        with writer.transaction():
            writer.begin(changes)
        read = _make(writer, index, report)
        rows = index.changed_rows(writer.change)
        for at in range(0, len(rows), _BATCH):
            _put(writer, index, rows[at : at + _BATCH])
            report("words", min(1.0, (at + _BATCH) / len(rows)))
        with writer.transaction():
            writer.join_loose(at_least=_LOOSE)
            writer.change = max(writer.change, changes.last)
        return read + len(rows), writer.change


def _put(writer: "TokensWriter", index: Index, numbers: list[int]) -> None:
    """Read the documents in these rows into the tokens file again, in one transaction."""
    with writer.transaction():
        for number in numbers:
            writer.put(number, index.searchable_document(number))


def _make(writer: "TokensWriter", index: Index, report: ReportProgress) -> int:
    """Read all documents that the tokens file does not have yet, where it was not made to the end."""
    read, total = 0, index.extent().documents or 1
    while writer.reached is not None:
        numbers = index.rows_after(writer.reached, _BATCH)
        _put(writer, index, numbers)
        with writer.transaction():
            writer.join_loose(at_least=_SEGMENT)
            writer.reached = numbers[-1] if numbers else None
        read += len(numbers)
        report("words", min(1.0, read / total))
    return read


def _connect(archive: Archive) -> sqlite3.Connection:
    connection = sqlite3.connect(archive.tokens_file, timeout=_WAIT, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = FAST")
        connection.execute(f"PRAGMA cache_size = {-_CACHE}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def fingerprint() -> str:
    """Return the versions of all that the content of the tokens file depends on, but for the index."""
    return f"{_VERSION}/{WORDS_VERSION}/{folding_digest()}/{segmenter_digest()}/{sys.byteorder}"


class TokensWriter:
    """The writer of the corpus's tokens file.

    ``change`` is the last change of the index that the file has. While the file is made, ``reached`` is the last row
    that it has; afterwards None.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[tuple[str, str], int] = {}
        self._added: Counter[int] = Counter()

    def begin(self, changes: TextChanges) -> None:
        """Create the tables of the tokens file, unless they are of this version and of this index and miss no
        forgotten change.
        """
        values = self._meta()
        current = {"fingerprint": fingerprint(), "identity": changes.identity}
        if current.items() <= values.items() and int(values["change"]) >= changes.forgotten:
            return
        for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            self._connection.execute(f"DROP TABLE {name}")
        tables = files("archive.corpus").joinpath("tokens.sql").read_text(encoding="utf-8")
        for statement in tables.split(";\n"):
            self._connection.execute(statement)
        for key, value in {**current, "change": str(changes.last), "reached": "0"}.items():
            self._set(key, value)

    @property
    def change(self) -> int:
        return int(self._meta()["change"])

    @change.setter
    def change(self, last: int) -> None:
        self._set("change", str(last))

    @property
    def reached(self) -> int | None:
        value = self._meta().get("reached")
        return int(value) if value else None

    @reached.setter
    def reached(self, number: int | None) -> None:
        self._set("reached", "" if number is None else str(number))

    def put(self, number: int, document: Document | None) -> None:
        """Replace the words of a document's row in the tokens file; without a document they are deleted."""
        for words in _read_texts(self._connection, number):
            self._added.subtract(words)
        for table in ("texts", "sizes", "loose"):
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - our own names
        if document is None:
            return
        texts, characters = self._read(document)
        for lang, words in texts.items():
            content = pack(words)
            self._added.update(words)
            self._connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (number, lang, content, crc32(content)))
            size = len(words) - words.count(BREAK)
            self._connection.execute("INSERT INTO sizes VALUES (?, ?, ?, ?)", (number, lang, size, characters[lang]))
        self._connection.execute("INSERT INTO loose VALUES (?)", (number,))

    def _read(self, document: Document) -> tuple[dict[str, "array[int]"], dict[str, int]]:
        """Cut a document's texts into words, and count their characters, by primary language."""
        texts: dict[str, array[int]] = {}
        characters: dict[str, int] = {}
        for _, tag, text in corpus_texts(document):
            lang = primary_language(tag)
            words = texts.setdefault(lang, array(WORD_NUMBERS))
            words.append(BREAK)
            words.extend([self._number(lang, word.key) for word in split_words(text, tag) if word.is_word])
            characters[lang] = characters.get(lang, 0) + len(text)
        return texts, characters

    def _number(self, lang: str, key: str) -> int:
        """Return the number of a word in the tokens file, a new one where it is new."""
        known = self._words.get((lang, key))
        if known is None:
            if len(self._words) >= _MOST_CACHED:
                self._words.clear()
            known = self._words[lang, key] = self._stored_number(lang, key)
        return known

    def _stored_number(self, lang: str, key: str) -> int:
        row = self._connection.execute("SELECT word FROM words WHERE (lang, key) = (?, ?)", (lang, key)).fetchone()
        if row:
            return int(row[0])
        return self._connection.execute("INSERT INTO words (lang, key) VALUES (?, ?)", (lang, key)).lastrowid or 0

    def join_loose(self, at_least: int) -> None:
        """Make posting segments of the documents that are in none, if there are ``at_least`` of them."""
        rows = self._connection.execute("SELECT number FROM loose ORDER BY number").fetchall()
        if len(rows) < at_least:
            return
        numbers = (number for (number,) in rows)
        while part := list(islice(numbers, _SEGMENT)):
            self._write_segment(part)
        self._connection.execute("DELETE FROM loose")

    def _write_segment(self, numbers: list[int]) -> None:
        postings: dict[int, array[int]] = {}
        for place, number in enumerate(numbers):
            found = {word for text in _read_texts(self._connection, number) for word in text}
            for word in found - {BREAK}:
                postings.setdefault(word, array(PLACE_NUMBERS)).append(place)
        rows = [(word, postings[word].tobytes()) for word in sorted(postings)]
        content = pack(array(WORD_NUMBERS, numbers))
        insert = "INSERT INTO segments (numbers, crc) VALUES (?, ?)"
        segment = self._connection.execute(insert, (content, _segment_crc(content, rows))).lastrowid
        self._connection.executemany(
            "INSERT INTO postings VALUES (?, ?, ?)", ((segment, word, places) for word, places in rows)
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes of the tokens file inside one transaction, which an error undoes."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._add_totals()
            self._connection.execute("COMMIT")
        except BaseException:
            self._words.clear()
            self._added.clear()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _add_totals(self) -> None:
        """Add to the words' totals what the texts of this transaction added or took off."""
        del self._added[BREAK]
        self._connection.executemany(
            "INSERT INTO totals VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET count = count + excluded.count",
            sorted(self._added.items()),
        )
        self._added.clear()

    def _meta(self) -> dict[str, str]:
        return read_meta(self._connection)

    def _set(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _segment_crc(numbers: bytes, postings: Iterable[tuple[int, bytes]]) -> int:
    """Return the CRC-32 of a posting segment's rows and postings."""
    crc = crc32(numbers)
    for word, places in postings:
        crc = crc32(places, crc ^ (word & 0xFFFFFFFF))
    return crc


def tokens_faults(archive: Archive) -> list[str]:
    """List what is damaged in the tokens file, a line each; nothing where there is no file."""
    if not archive.tokens_file.exists():
        return []
    try:
        with engine_errors(archive.tokens_file), closing(connect_tokens(archive)) as connection:
            return list(_faults(connection))
    except ArchiveDamaged as error:
        return [str(error.__cause__ or error)]


def _faults(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("PRAGMA integrity_check(3)").fetchall()
    yield from (" ".join(row.split()) for (row,) in rows if row != "ok")
    counts, damaged = Counter[int](), False
    for number, content, crc in connection.execute("SELECT number, words, crc FROM texts"):
        if crc32(content) == crc:
            counts.update(unpack(content))
        else:
            damaged = True
            yield f"the words of row {number} are damaged"
    del counts[BREAK]
    if not damaged and counts != Counter(dict(connection.execute("SELECT word, count FROM totals"))):
        yield "the totals of words are not those of the texts"
    for segment, numbers, crc in connection.execute("SELECT segment, numbers, crc FROM segments").fetchall():
        found = connection.execute("SELECT word, places FROM postings WHERE segment = ? ORDER BY word", (segment,))
        if _segment_crc(numbers, found) != crc:
            yield f"the postings of segment {segment} are damaged"


def connect_tokens(archive: Archive) -> sqlite3.Connection:
    """Open a read-only connection to the tokens file of the corpus. Raises ArchiveUnusable where there is none."""
    file = archive.tokens_file
    if not file.exists():
        raise ArchiveUnusable(f"{file} is missing; allow writing in its folder, and run 'archive index'")
    connection = sqlite3.connect(
        reading_address(file), uri=True, timeout=READER_WAIT, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA cache_size = {-_CACHE}")
    return connection


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """Read the tokens file's version and state from its table ``meta``; empty where it has no tables."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return {}
    return dict(connection.execute("SELECT key, value FROM meta"))


def _read_texts(connection: sqlite3.Connection, number: int) -> Iterator["array[int]"]:
    """Yield the word numbers of a document's row in all languages."""
    for (content,) in connection.execute("SELECT words FROM texts WHERE number = ?", (number,)):
        yield unpack(content)


def pack(words: "array[int]") -> bytes:
    """Pack the word numbers of a text as UTF-8; if one is past Unicode's last, all as they are, behind a byte that
    UTF-8 lacks.

    >>> len(pack(array(WORD_NUMBERS, [0, 7, 300]))), unpack(pack(array(WORD_NUMBERS, [0, 7, 2**31])))
    (4, array('I', [0, 7, 2147483648]))
    """
    if words and max(words) > sys.maxunicode:
        return _UNPACKED + words.tobytes()
    return words.tobytes().decode(_WIDE, "surrogatepass").encode("utf-8", "surrogatepass")


def unpack(content: bytes) -> "array[int]":
    """Unpack the word numbers of a text that ``pack`` packed."""
    numbers = array(WORD_NUMBERS)
    if content.startswith(_UNPACKED):
        numbers.frombytes(content[len(_UNPACKED) :])
    else:
        numbers.frombytes(content.decode("utf-8", "surrogatepass").encode(_WIDE, "surrogatepass"))
    return numbers
