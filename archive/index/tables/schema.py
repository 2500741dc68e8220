"""The tables of the index, and the fingerprint of their version.

``captures`` is the catalogue. ``documents`` holds the versions of documents with the facts used by filters,
``contents`` their JSON and ``units`` their translation units, compressed, ``languages`` the languages of each.
``current`` holds the searchable version of each document and ``search`` its tokens, under the same row number;
numbers follow the day of publication, the latest first. ``profiles`` and ``speakers`` serve to count documents;
``bands``, ``signatures`` and ``members`` find texts that were posted more than once, whose tokens are in ``grouped``
too; ``accents`` holds words with diacritics. ``place`` sorts the versions of a document.
``sources`` holds the state in which each file was last indexed in full, ``damage`` the unreadable parts of files.
"""

import sqlite3

from archive.index.text_analysis.folding import folding_digest
from archive.index.text_analysis.tokens import TOKENS_VERSION

SCHEMA_VERSION = 10

_ENGINE = {"automerge": 0, "crisismerge": 48, "hashsize": 16 * 2**20}
"""Segments are merged when there are 48 of a level, all at once; a transaction below 16 MiB makes one segment."""
ENGINE_TABLES = ("search", "grouped")
_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE sources (file TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE damage (warc TEXT, start INTEGER, stop INTEGER, what TEXT NOT NULL, PRIMARY KEY (warc, start))",
    """CREATE TABLE captures (
        id INTEGER PRIMARY KEY, url TEXT NOT NULL, uri TEXT NOT NULL, warc TEXT, offset INTEGER, length INTEGER,
        record_id TEXT, date TEXT NOT NULL, status INTEGER NOT NULL, payload_digest TEXT, charset TEXT,
        record_type TEXT NOT NULL, mime TEXT, refers_to_uri TEXT, refers_to_date TEXT, fetched_as TEXT,
        withdrawn INTEGER NOT NULL, UNIQUE (warc, offset))""",
    "CREATE INDEX captures_by_url ON captures (url, date)",
    "CREATE INDEX captures_by_payload ON captures (payload_digest, date) WHERE record_type = 'response'",
    """CREATE TABLE documents (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, url TEXT NOT NULL, site TEXT NOT NULL,
        kind TEXT NOT NULL, published TEXT, speaker TEXT, warc TEXT, place TEXT NOT NULL, license TEXT,
        reserved INTEGER, UNIQUE (id, version))""",
    "CREATE INDEX documents_by_url ON documents (url, place)",
    "CREATE INDEX documents_by_file ON documents (warc)",
    "CREATE TABLE contents (number INTEGER PRIMARY KEY, json BLOB NOT NULL)",
    "CREATE TABLE units (number INTEGER, across INTEGER, content BLOB NOT NULL, PRIMARY KEY (number, across))",
    "CREATE TABLE languages (number INTEGER, lang TEXT, PRIMARY KEY (number, lang)) WITHOUT ROWID",
    """CREATE TABLE current (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, moment TEXT, profile INTEGER NOT NULL,
        speaker INTEGER)""",
    """CREATE TABLE profiles (
        profile INTEGER PRIMARY KEY, site TEXT, kind TEXT, year TEXT, languages TEXT,
        UNIQUE (site, kind, year, languages))""",
    "CREATE TABLE speakers (speaker INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE members (number INTEGER PRIMARY KEY, cluster INTEGER NOT NULL)",
    "CREATE INDEX members_by_cluster ON members (cluster)",
    "CREATE TABLE signatures (number INTEGER PRIMARY KEY, bands BLOB NOT NULL)",
    "CREATE TABLE bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID",
    "CREATE TABLE accents (bare TEXT, word TEXT, PRIMARY KEY (bare, word)) WITHOUT ROWID",
    *(
        f"""CREATE VIRTUAL TABLE {table} USING fts5(
        title, subtitle, body, facts, content = '', tokenize = 'ascii', prefix = '1')"""
        for table in ENGINE_TABLES
    ),
)
TABLES = (
    *ENGINE_TABLES, "accents", "bands", "signatures", "members", "speakers", "profiles", "units", "current",
    "languages", "contents", "documents", "captures", "damage", "sources", "meta",
)  # fmt: skip


def schema_fingerprint() -> str:
    """The versions of the tables and of the tokens in them."""
    return f"{SCHEMA_VERSION}/{TOKENS_VERSION}/{folding_digest()}"


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether the database has no table yet."""
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def is_current_version(connection: sqlite3.Connection) -> bool:
    """Whether the tables are of the version that this program writes and reads."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return False
    row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    return bool(row == (schema_fingerprint(),))


def create(connection: sqlite3.Connection) -> None:
    """Create the tables, in the caller's transaction."""
    for statement in _TABLES:
        connection.execute(statement)
    for table in ENGINE_TABLES:
        connection.executemany(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", _ENGINE.items())  # noqa: S608
    connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (schema_fingerprint(),))


def drop(connection: sqlite3.Connection) -> None:
    """Drop the tables of any version, in the caller's transaction."""
    for table in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
