"""Other people's search over the same texts: FTS5's trigram tokenizer, and Datasette over a table of sqlite-utils.

The first is asked as we ask our own engine; the second, which takes part where it is installed, over HTTP as by its
users.
"""

import importlib.util
import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from archive.model.document import Document

_TERM = re.compile(r'(-?)("[^"]*"|[^\s"]+)')
_START = 30.0
"""Seconds that a server may take to answer for the first time."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How many documents were found, and how many of them came."""

    total: int
    shown: int


class Peer(Protocol):
    """A search that is measured beside ours."""

    @property
    def name(self) -> str: ...

    def ask(self, query: str) -> Answered: ...

    def close(self) -> None: ...


def peers(directory: Path, documents: Iterable[Document]) -> Iterator[Peer]:
    """The peers that can be run here, each over the documents' titles and texts."""
    file = directory / "peers.sqlite3"
    rows: list[tuple[str | None, ...]] = [
        (document.title, "\n".join(block.text for block in document.blocks), document.published, document.site)
        for document in documents
    ]
    yield _Trigram(file, rows)
    if all(importlib.util.find_spec(name) for name in ("datasette", "sqlite_utils")):
        yield _Datasette(file, rows)


def fts5(query: str) -> str:
    """A query of ours, of those that are measured, in FTS5's language.

    >>> fts5('中国 -"win win" OR coop*')
    '"中国" NOT "win win" OR "coop" *'
    """
    return " ".join(_fts5_term(*term) for term in _TERM.findall(query))


def _fts5_term(minus: str, term: str) -> str:
    if term == "OR":
        return term
    phrase = f'"{term.strip(chr(34)).removesuffix("*")}"{" *" if term.endswith("*") else ""}'
    return f"NOT {phrase}" if minus else phrase


class _Trigram:
    """SQLite's own tokenizer for languages without spaces."""

    name = "FTS5 trigram"

    def __init__(self, file: Path, rows: list[tuple[str | None, ...]]) -> None:
        self._connection = sqlite3.connect(file)
        self._connection.execute("CREATE VIRTUAL TABLE trigrams USING fts5(title, body, tokenize = 'trigram')")
        self._connection.executemany("INSERT INTO trigrams VALUES (?, ?)", (row[:2] for row in rows))
        self._connection.execute("INSERT INTO trigrams (trigrams) VALUES ('optimize')")
        self._connection.commit()

    def ask(self, query: str) -> Answered:
        expression = fts5(query)
        (total,) = self._connection.execute("SELECT count(*) FROM trigrams(?)", (expression,)).fetchone()
        shown = self._connection.execute(
            "SELECT rowid FROM trigrams(?) ORDER BY bm25(trigrams, 10.0, 1.0) LIMIT 20", (expression,)
        ).fetchall()
        return Answered(int(total), len(shown))

    def close(self) -> None:
        self._connection.close()


class _Datasette:
    """A table with full-text search as sqlite-utils makes it, asked over Datasette's JSON."""

    name = "Datasette over HTTP"

    def __init__(self, file: Path, rows: list[tuple[str | None, ...]]) -> None:
        connection = sqlite3.connect(file)
        connection.execute(
            "CREATE TABLE documents (id INTEGER PRIMARY KEY, title TEXT, body TEXT, published TEXT, site TEXT)"
        )
        connection.executemany("INSERT INTO documents (title, body, published, site) VALUES (?, ?, ?, ?)", rows)
        connection.commit()
        connection.close()
        subprocess.run(
            [sys.executable, "-m", "sqlite_utils", "enable-fts", str(file), "documents", "title", "body", "--fts5"],
            check=True,
        )
        self._port = _free_port()
        settings = ("sql_time_limit_ms", "60000"), ("facet_time_limit_ms", "60000")
        options = [option for setting in settings for option in ("--setting", *setting)]
        self._server = subprocess.Popen(
            [sys.executable, "-m", "datasette", "serve", str(file), "--port", str(self._port), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._connection = HTTPConnection("127.0.0.1", self._port)
        _wait_for(self._port)

    def ask(self, query: str) -> Answered:
        asked = urlencode({"_search": fts5(query), "_searchmode": "raw", "_size": 20, "_col": "title"})
        self._connection.request("GET", f"/peers/documents.json?{asked}")
        answer = json.loads(self._connection.getresponse().read())
        return Answered(answer.get("filtered_table_rows_count") or 0, len(answer.get("rows", ())))

    def close(self) -> None:
        self._connection.close()
        self._server.terminate()
        self._server.wait()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + _START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
