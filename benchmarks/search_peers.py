"""Other people's search over the same texts: FTS5's trigram tokenizer, Datasette over sqlite-utils, and tantivy.

The first is asked as we ask our own engine; the second over HTTP as by its users; the third is given our own tokens
and does what a page of results needs. Where they are not installed, the last two take no part.
"""

import importlib.util
import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from archive.index.folding import PRIVATE
from archive.index.query_language.query_parser import Query
from archive.index.search.ranking_cursors_and_snippets import Texts, cut_snippets, opening_snippet, wanted_terms
from archive.index.tables.document_rows import pack, unpack
from archive.index.tables.full_text_rows import folded_texts, token_row
from archive.index.tokenizer_and_fact_tokens import SPELLED, is_joined_character, speaker_name
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
    def asks(self) -> Mapping[str, Callable[[str], Answered]]:
        """What is measured, by the names of its rows; the first says how many documents a query finds."""

    def close(self) -> None: ...


Rows = Iterator[tuple[str | None, ...]]
NAMES = ("trigram", "datasette", "tantivy")


def peers(directory: Path, documents: Callable[[], Iterable[Document]], names: Iterable[str]) -> Iterator[Peer]:
    """Those of the named peers that can be run here, each over the documents."""
    file = directory / "peers.sqlite3"
    if "trigram" in names:
        yield _Trigram(file, _rows(documents()))
    if "datasette" in names and all(map(importlib.util.find_spec, ("datasette", "sqlite_utils"))):
        yield _Datasette(file, _rows(documents()))
    if "tantivy" in names and importlib.util.find_spec("tantivy"):
        yield Tantivy(directory / "tantivy", documents())


def _rows(documents: Iterable[Document]) -> Rows:
    for document in documents:
        text = "\n".join(block.text for block in document.blocks)
        yield document.title, text, document.published, document.site


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

    def __init__(self, file: Path, rows: Rows) -> None:
        self.asks = {"FTS5 trigram: number and best 20": self._ask}
        self._connection = sqlite3.connect(file)
        self._connection.execute("CREATE VIRTUAL TABLE trigrams USING fts5(title, body, tokenize = 'trigram')")
        self._connection.executemany("INSERT INTO trigrams VALUES (?, ?)", (row[:2] for row in rows))
        self._connection.execute("INSERT INTO trigrams (trigrams) VALUES ('optimize')")
        self._connection.commit()

    def _ask(self, query: str) -> Answered:
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

    def __init__(self, file: Path, rows: Rows) -> None:
        self.asks = {"Datasette over HTTP: number and best 20": self._ask}
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

    def _ask(self, query: str) -> Answered:
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


_HEAP = 500_000_000
"""Bytes that tantivy may hold before it writes a segment."""
_BEST = 20
_WEIGHTS = {"title": 10.0, "subtitle": 5.0, "body": 1.0}
_FACTS = ("site", "kind", "lang", "year", "speaker")
_FACETS = {name: {"terms": {"field": name, "size": 10_000}} for name in _FACTS}
_LEXEME = re.compile(r'"([^"]*)"( \*)?|[()]|AND|OR|NOT')
_BEGINNING = chr(PRIVATE + 0xB0)


class Tantivy:
    """An index of our tokens, of facts to count, and of the documents as we pack them.

    It cuts text at white space, so that its tokens are ours. Behind each token of which a query may know the first
    character alone stands that character, which FTS5 keeps in an index of its own. ``seconds`` of processor are
    what indexing took, making the tokens included; ``size`` is the bytes on disk.
    """

    def __init__(self, directory: Path, documents: Iterable[Document]) -> None:
        import tantivy  # where it is installed

        self._tantivy: Any = tantivy
        directory.mkdir()
        self._index = tantivy.Index(self._schema(), str(directory))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("ours", whitespace)
        self._writer = self._index.writer(_HEAP, num_threads=1)
        self.seconds = self._fill(iter(documents))
        self._writer = self._index.writer(_HEAP, num_threads=1)
        self.size = sum(file.stat().st_size for file in directory.iterdir())
        self._index.reload()
        self._searcher = self._index.searcher()
        self.asks = {
            "tantivy: number and best 20": self._ask,
            "tantivy: facets": self._count_facets,
            "tantivy: a page of results": self._page,
        }

    def replace(self, document: Document) -> None:
        """Put a version in the place of an earlier one; it is found afterwards."""
        self._writer.delete_documents_by_term("id", document.id)
        self._writer.add_document(self._stored(document))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def close(self) -> None:
        self._writer.wait_merging_threads()

    def _fill(self, documents: Iterator[Document]) -> float:
        """The seconds of processor that it takes; making the documents is not counted, other threads are."""
        used, made = time.process_time(), 0.0
        while True:
            start = time.thread_time()
            document = next(documents, None)
            made += time.thread_time() - start
            if document is None:
                break
            self._writer.add_document(self._stored(document))
        self._writer.commit()
        self._writer.wait_merging_threads()
        return time.process_time() - used - made

    def _schema(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        for name in (*_WEIGHTS, "facts"):
            builder.add_text_field(name, tokenizer_name="ours")
        for name in ("id", *_FACTS):
            builder.add_text_field(name, fast=name in _FACTS, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field("content", stored=True)
        return builder.build()

    def _stored(self, document: Document) -> Any:
        *texts, facts = token_row(document, folded_texts(document))
        columns = zip(_WEIGHTS, (" ".join(map(_with_beginning, text.split())) for text in texts), strict=True)
        year, speaker = document.published and document.published[:4], speaker_name(document)
        known = {"id": document.id, "site": document.site, "kind": document.kind, "year": year, "speaker": speaker}
        stored = self._tantivy.Document()
        for name, text in (
            *columns,
            ("facts", facts),
            *known.items(),
            *(("lang", lang) for lang in document.languages),
        ):
            if text:
                stored.add_text(name, text)
        stored.add_bytes("content", pack(document))
        return stored

    def _ask(self, query: str) -> Answered:
        found = self._searcher.search(self._translated(Query.parse(query)), _BEST)
        return Answered(found.count, len(found.hits))

    def _count_facets(self, query: str) -> Answered:
        return Answered(self._counted(self._translated(Query.parse(query))), 0)

    def _page(self, query: str) -> Answered:
        parsed = Query.parse(query)
        translated = self._translated(parsed)
        total = self._counted(translated)
        found = self._searcher.search(translated, _BEST, count=False).hits
        for _, place in found:
            texts = _read(bytes(self._searcher.doc(place)["content"][0]))
            cut_snippets(texts, wanted_terms(parsed, "text")) or opening_snippet(texts)
        return Answered(total, len(found))

    def _counted(self, translated: Any) -> int:
        """The number of documents, from the facets: each has a kind."""
        facets = self._searcher.aggregate(translated, _FACETS)
        return sum(bucket["doc_count"] for bucket in facets["kind"]["buckets"])

    def _translated(self, query: Query) -> Any:
        return self._bracket(_LEXEME.finditer(query.expression))

    def _bracket(self, lexemes: Iterator[re.Match[str]]) -> Any:
        """The query for FTS5's expression up to the closing bracket; each bracket has one kind of operator."""
        occur = self._tantivy.Occur
        operator, found = "AND", []
        for lexeme in lexemes:
            if lexeme[0] == ")":
                break
            if lexeme[0] in ("AND", "OR", "NOT"):
                operator = lexeme[0]
            else:
                inner = self._bracket(lexemes) if lexeme[0] == "(" else self._phrase(lexeme)
                found.append((occur.MustNot if operator == "NOT" else occur.Must, inner))
        if operator == "OR":
            found = [(occur.Should, inner) for _, inner in found]
        return self._tantivy.Query.boolean_query(found)

    def _phrase(self, lexeme: re.Match[str]) -> Any:
        """The query for a phrase in any column; what goes on behind it is the beginning of a word."""
        words, goes_on = list(_placed(lexeme[1].split())), bool(lexeme[2])
        place, last = words[-1]
        if goes_on and (beginning := _beginning(last)):
            words[-1], goes_on = (place + 1, beginning), False
        queries, schema, occur = self._tantivy.Query, self._index.schema, self._tantivy.Occur
        columns = []
        for name, weight in _WEIGHTS.items():
            if goes_on:
                found = queries.regex_query(schema, name, f"{re.escape(last)}.*")
            elif len(words) == 1:
                found = queries.term_query(schema, name, words[0][1])
            else:
                found = queries.phrase_query(schema, name, words)
            columns.append((occur.Should, queries.boost_query(found, weight)))
        return queries.boolean_query(columns)


def _placed(tokens: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The tokens of a phrase with their places, between which those of their beginnings lie."""
    place = 0
    for token in tokens:
        yield place, token
        place += 2 if _beginning(token) else 1


@lru_cache(maxsize=100_000)
def _with_beginning(token: str) -> str:
    return f"{token} {_beginning(token)}".rstrip()


def _beginning(token: str) -> str:
    """The token of the first character of a bigram; empty for a whole word."""
    letters = token.removeprefix(SPELLED)
    is_bigram = bool(letters) and (letters != token or is_joined_character(token[0]))
    return _BEGINNING + token[: len(token) - len(letters) + 1] if is_bigram else ""


@lru_cache(maxsize=256)
def _read(content: bytes) -> Texts:
    """The blocks of a packed document; they are cached as our own are."""
    return Texts([block.text for block in unpack(content).blocks])
