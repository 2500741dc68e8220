"""What follows capture: the sink that a recorder hands its captures to, and the one that does nothing with them."""

from collections.abc import Sequence
from typing import Any, Protocol

from archive.model.capture import CatalogueEntry
from archive.warc import Conditions, Exchange, Validators

Captured = tuple[Exchange, CatalogueEntry]


class Sink(Protocol):
    """What follows capture. All methods but ``begin`` run in the recorder's thread.

    ``rules`` names the rules by which documents are made, None where none are.
    """

    rules: str | None

    def begin(self, site: str) -> None:
        """Called before anything is fetched, with what stopped crawls left behind mended in the WARC files."""

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        """The response record that holds a payload already, or None."""

    def find_unmodified(self, uri: str, conditions: Conditions) -> CatalogueEntry | None:
        """The response record with the payload that a conditional request at an address names, or None."""

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        """Called with captures that are on disk, in their order; gives what to add to each request's meta."""

    def conclude(self) -> None:
        """Called after the last capture."""

    def close(self) -> None:
        """Called once, after all else."""


class NoSink:
    """Capture alone: nothing follows it, and only payloads of the same job are known."""

    rules: str | None = None

    def __init__(self) -> None:
        self._validated: dict[str, tuple[Validators, CatalogueEntry]] = {}

    def begin(self, site: str) -> None:
        pass

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        return None

    def find_unmodified(self, uri: str, conditions: Conditions) -> CatalogueEntry | None:
        stored = self._validated.get(uri)
        return stored[1] if stored and conditions.name(stored[0]) else None

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        for exchange, entry in captured:
            if entry.record_type == "response" and entry.capture.status == 200:
                exchange.response.seek(0)
                self._note(Validators.of(exchange.response), entry)
        return [{} for _ in captured]

    def _note(self, validators: Validators, entry: CatalogueEntry) -> None:
        if validators.are_any:
            self._validated[entry.capture.uri] = (validators, entry)

    def conclude(self) -> None:
        pass

    def close(self) -> None:
        pass
