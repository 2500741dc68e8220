"""Document versions in the index: their rows, their JSON, and the tokens of the current ones."""

import sqlite3
import zlib
from collections.abc import Iterable

from archive.index.folding import fold
from archive.index.tokens import text_tokens
from archive.model.document import Document, decode, encode

Texts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def searched_texts(document: Document) -> Texts:
    """The texts that a query without a field searches: title, subtitle, and the blocks."""
    return (
        (document.title,) if document.title else (),
        (document.subtitle,) if document.subtitle else (),
        tuple(block.text for block in document.blocks),
    )


def folded_speaker(document: Document) -> str | None:
    return fold(document.speech.speaker) if document.speech and document.speech.speaker else None


def pack(document: Document) -> bytes:
    """The document's JSON, compressed."""
    return zlib.compress(encode(document).encode("utf-8", "surrogatepass"))


def unpack(content: bytes) -> Document:
    """The document that ``pack`` packed."""
    return decode(zlib.decompress(content))


def put_document(connection: sqlite3.Connection, document: Document) -> None:
    """Takes a version in, in the caller's transaction; the same one again changes nothing."""
    content = pack(document)
    known = connection.execute(
        "SELECT number, json FROM documents JOIN contents USING (number) WHERE id = ? AND version = ?",
        (document.id, document.version),
    ).fetchone()
    if known and known[1] == content:
        return
    if known:
        _forget(connection, known[0])
    number = _insert(connection, document, content)
    _choose_current(connection, document.id, (number, document))


def remove_documents(connection: sqlite3.Connection, warc: str, kept: Iterable[tuple[str, str]] = ()) -> None:
    """Forgets the versions extracted from a file, all but those ``kept`` by id and version."""
    keep = frozenset(kept)
    rows = connection.execute("SELECT number, id, version FROM documents WHERE warc = ?", (warc,)).fetchall()
    gone = [(number, id_) for number, id_, version in rows if (id_, version) not in keep]
    for number, _ in gone:
        _forget(connection, number)
    for id_ in dict.fromkeys(id_ for _, id_ in gone):
        _choose_current(connection, id_)


def _insert(connection: sqlite3.Connection, document: Document, content: bytes) -> int:
    cursor = connection.execute(
        "INSERT INTO documents (id, version, url, site, kind, published, speaker, warc) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id, document.version, document.url, document.site, document.kind, document.published,
            folded_speaker(document), document.capture.warc,
        ),
    )  # fmt: skip
    number = cursor.lastrowid
    assert number is not None  # noqa: S101 - an INSERT that did not raise has a row
    connection.execute("INSERT INTO contents VALUES (?, ?)", (number, content))
    connection.executemany(
        "INSERT OR IGNORE INTO languages VALUES (?, ?)", ((number, lang) for lang in document.languages)
    )
    return number


def _forget(connection: sqlite3.Connection, number: int) -> None:
    if connection.execute("DELETE FROM current WHERE number = ?", (number,)).rowcount:
        _remove_tokens(connection, number)
    for table in ("documents", "contents", "units", "languages"):
        connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - our own names


def _choose_current(connection: sqlite3.Connection, id_: str, added: tuple[int, Document] | None = None) -> None:
    """Makes the latest version of a document the one that is searched."""
    latest = connection.execute(
        "SELECT number FROM documents WHERE id = ? ORDER BY version DESC LIMIT 1", (id_,)
    ).fetchone()
    current = connection.execute("SELECT number FROM current WHERE id = ?", (id_,)).fetchone()
    if latest == current:
        return
    if current:
        _remove_tokens(connection, current[0])
        connection.execute("DELETE FROM current WHERE id = ?", (id_,))
    if latest:
        document = added[1] if added and added[0] == latest[0] else _load(connection, latest[0])
        connection.execute("INSERT INTO current VALUES (?, ?)", (id_, latest[0]))
        connection.execute(
            "INSERT INTO search (rowid, title, subtitle, body) VALUES (?, ?, ?, ?)", (latest[0], *_columns(document))
        )


def _remove_tokens(connection: sqlite3.Connection, number: int) -> None:
    """Takes a document out of the engine, which keeps no text and must be told the tokens that go."""
    connection.execute(
        "INSERT INTO search (search, rowid, title, subtitle, body) VALUES ('delete', ?, ?, ?, ?)",
        (number, *_columns(_load(connection, number))),
    )


def _load(connection: sqlite3.Connection, number: int) -> Document:
    (content,) = connection.execute("SELECT json FROM contents WHERE number = ?", (number,)).fetchone()
    return unpack(content)


def _columns(document: Document) -> list[str]:
    return [" ".join(text_tokens(texts)) for texts in searched_texts(document)]
