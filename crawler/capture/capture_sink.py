"""The capture sink: the class that gets a crawl's captures once they are on disk (setting CAPTURE_SINK)."""

from collections.abc import Sequence
from typing import Any, Protocol

from archive.model.capture import CatalogueEntry
from archive.warc import Conditions, Exchange, Validators

Captured = tuple[Exchange, CatalogueEntry]


class CaptureSink(Protocol):
    """Gets the captures of a crawl. All methods but ``begin`` run in the recorder's thread.

    ``rules`` names the rules by which documents are made; None if no documents are made.
    """

    rules: str | None

    def begin(self, site: str) -> None:
        """Called before anything is fetched, after the WARC files of stopped crawls have been repaired."""

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        """The response record that already holds the payload, or None."""

    def find_unmodified(self, uri: str, conditions: Conditions) -> CatalogueEntry | None:
        """The response record with the payload that a conditional request to a URL refers to, or None."""

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        """Called with captures that are on disk, in order; returns what to add to each request's meta."""

    def conclude(self) -> None:
        """Called after the last capture."""

    def close(self) -> None:
        """Called once, last."""


class NullSink:
    """For capture alone: makes nothing of the captures, and knows only payloads of the same job."""

    rules: str | None = None

    def __init__(self) -> None:
        self._validated: dict[str, tuple[Validators, CatalogueEntry]] = {}

    def begin(self, site: str) -> None:
        pass

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        return None

    def find_unmodified(self, uri: str, conditions: Conditions) -> CatalogueEntry | None:
        stored = self._validated.get(uri)
        return stored[1] if stored and conditions.match(stored[0]) else None

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        for exchange, entry in captured:
            if entry.record_type == "response" and entry.capture.status == 200:
                exchange.response.seek(0)
                self._note(Validators.of_response(exchange.response), entry)
        return [{} for _ in captured]

    def _note(self, validators: Validators, entry: CatalogueEntry) -> None:
        if validators.are_any:
            self._validated[entry.capture.uri] = (validators, entry)

    def conclude(self) -> None:
        pass

    def close(self) -> None:
        pass
