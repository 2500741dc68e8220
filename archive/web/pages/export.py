"""The page ``/export``: translation units or documents chosen, counted, and downloaded while the file is being
written.
"""

import asyncio
import shlex
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from archive.errors import UsageError
from archive.export.formats_and_export_of_units import FORMATS, Content, ExportFormat, TextExport
from archive.export.provenance import PageLookup
from archive.export.selection_counts_and_language_pairs import ExportCounts, UnitSelection
from archive.export.unit_filters_templates_and_corpus_splits import UnitFilter
from archive.index import Index
from archive.interface_languages.texts_and_language_choice import texts_for
from archive.layout import Archive
from archive.query.search_results_and_known_filter_values import check_known_values, count_documents
from archive.replay.replayed_response import in_larger_pieces
from archive.web.app_state_search_and_term_caches import open_index, room_state
from archive.web.pages.links_url_parameters_and_snippets import page_url, query_parameter
from archive.web.pages.search import SearchForm, filter_fields, with_chosen
from archive.web.rendering_and_error_responses import attachment_headers, error_response, show_page

MOST_AT_ONCE = 2
"""Downloads that are written at once; further ones are rejected."""
STALLED_SECONDS = 60.0
"""A download is given up if the client takes nothing for so long."""
COUNTING_SECONDS = 1.5
"""Units are counted for so long; beyond that the page says 'at least'."""
_CHUNK = 64 * 1024
"""Bytes that are made and sent in one go, at least."""

_FORMS: dict[str, tuple[ExportFormat, Content]] = {
    (form.name if content is Content.UNITS else f"documents-{form.name}"): (form, content)
    for content in (Content.UNITS, Content.DOCUMENTS)
    for form in FORMATS.values()
    if content in form.contents and not form.is_binary and not form.has_many_files
}
"""The forms that can be sent while they are written, by their names in URLs."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What a reader chose to export on the page; ``name`` is that of the form in URLs."""

    name: str
    selection: UnitSelection

    @classmethod
    def from_request(cls, request: Request, name: str) -> "ExportChoice":
        """Read the choice of an export from a request's URL.

        Raises UsageError for an invalid filter or score, HTTPException 404 for an unknown form.
        """
        if name not in _FORMS:
            raise HTTPException(404)
        filters = SearchForm.from_request(request).filters
        if _FORMS[name][1] is Content.DOCUMENTS:
            return cls(name, UnitSelection(filters, dedupe=query_parameter(request, "dedupe") is not None))
        unit_filters = tuple(each for each in UnitFilter if query_parameter(request, each))
        selection = UnitSelection(
            filters,
            _score(request),
            query_parameter(request, "source"),
            query_parameter(request, "target"),
            unflagged=query_parameter(request, "unflagged") is not None,
            dedupe=query_parameter(request, "dedupe") is not None,
            unit_filters=unit_filters,
        )
        return cls(name, selection)

    @property
    def form(self) -> ExportFormat:
        return _FORMS[self.name][0]

    @property
    def content(self) -> Content:
        return _FORMS[self.name][1]

    @property
    def file_name(self) -> str:
        site = self.selection.filters.site or "archive"
        safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in site)
        return f"{safe}.{self.form.name}"

    @property
    def url(self) -> str:
        """Return the URL of the export's download."""
        chosen = self.selection
        switches = [name for name in ("unflagged", "dedupe") if getattr(chosen, name)]
        return page_url(
            f"/export/{self.name}",
            **SearchForm(filters=chosen.filters).parameters,
            score=f"{chosen.min_score:g}" if chosen.min_score else None,
            source=chosen.source,
            target=chosen.target,
            **{str(name): "1" for name in (*switches, *chosen.unit_filters)},
        )

    @property
    def command(self) -> str:
        """Return the ``archive export`` command line that writes the same file."""
        chosen = self.selection
        filters = chosen.filters
        options = {
            "--site": filters.site, "--kind": filters.kind, "--lang": filters.lang, "--speaker": filters.speaker,
            "--from": filters.since, "--to": filters.until, "--rights": filters.rights, "--source": chosen.source,
            "--target": chosen.target, "--min-score": f"{chosen.min_score:g}" if chosen.min_score else None,
            "--filter": ",".join(chosen.unit_filters) or None,
        }  # fmt: skip
        words = ["archive", "export", self.form.name]
        if self.content is not self.form.contents[0]:
            words += ["--what", str(self.content)]
        words += [word for option, value in options.items() if value for word in (option, value)]
        words += [f"--{name}" for name in ("unflagged", "dedupe") if getattr(chosen, name)]
        words += ["--bom"] if self.form.can_have_byte_order_mark else []
        return shlex.join([*words, "-o", self.file_name])


def _export_page(request: Request) -> Response:
    """Show the export page; once a form is chosen, how much it holds, the download, and the command that does the
    same.
    """
    name = query_parameter(request, "form")
    choice = ExportChoice.from_request(request, name or "tmx")
    t = texts_for(request)
    with open_index(request) as index:
        counted = _count(index, choice) if name else None
        fields = filter_fields(index, choice.selection.filters, t)
    languages = next(field.choices for field in fields if field.name == "lang")
    return show_page(
        request,
        "export.html",
        choice=choice,
        forms={
            str(content): [key for key, (_, each) in _FORMS.items() if each is content]
            for content in (Content.UNITS, Content.DOCUMENTS)
        },
        fields=fields,
        languages=with_chosen(languages, choice.selection.source, choice.selection.target),
        unit_filters=list(UnitFilter),
        counted=counted,
    )


@dataclass(frozen=True, slots=True)
class ExportSize:
    """How many units or documents an export has, ``exact`` or at least, and how many each filter leaves out."""

    written: int
    exact: bool
    left_out: tuple[tuple[str, int], ...] = ()


def _count(index: Index, choice: ExportChoice) -> ExportSize:
    selection = choice.selection
    check_known_values(index, selection.filters, selection.source, selection.target)
    if choice.content is Content.DOCUMENTS:
        if selection.dedupe:
            return ExportSize(len(index.passing_rows(selection.filters, copies=False)), True)
        return ExportSize(count_documents(index, selection.filters), True)
    counts, deadline = ExportCounts(), time.monotonic() + COUNTING_SECONDS
    exact = all(time.monotonic() < deadline for _ in selection.select(index.units(selection.filters), counts))
    return ExportSize(counts.written, exact, tuple((name, n) for name, n in counts.left_out.items() if n))


class Download(StreamingResponse):
    """An export that is sent while it is being written; it ends early if the client takes nothing for long."""

    _in_progress = 0

    def __init__(self, parts: Generator[bytes], file_name: str, media_type: str) -> None:
        super().__init__(parts, headers=attachment_headers(file_name), media_type=f"{media_type}; charset=utf-8")
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            await Response(headers=self.headers)(scope, receive, send)
            return
        if Download._in_progress >= MOST_AT_ONCE:
            message = "Too many downloads at once; try again in a moment."
            busy = error_response(Request(scope), HTTPStatus.SERVICE_UNAVAILABLE, message, {"Retry-After": "10"})
            await busy(scope, receive, send)
            return

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(STALLED_SECONDS):
                await send(message)

        Download._in_progress += 1
        try:
            with suppress(ClientDisconnect):
                await super().__call__(scope, receive, send_in_time)
        finally:
            Download._in_progress -= 1
            self._parts.close()


def download(request: Request) -> Response:
    """Return the chosen translation units or documents as a file to download."""
    choice = ExportChoice.from_request(request, request.path_params["form"])
    archive, chosen = room_state(request).archive, choice.selection
    with open_index(request) as index:  # raises what a missing archive raises, before anything is sent
        check_known_values(index, chosen.filters, chosen.source, chosen.target)
    return Download(in_larger_pieces(_write(archive, choice), _CHUNK), choice.file_name, choice.form.media_type)


def _write(archive: Archive, choice: ExportChoice) -> Iterator[bytes]:
    with PageLookup.open(archive) as pages:
        write = choice.form.units if choice.content is Content.UNITS else choice.form.documents
        export = TextExport(archive, choice.selection, pages, byte_order_mark=choice.form.can_have_byte_order_mark)
        for part in (write and write(export)) or ():
            yield part if isinstance(part, bytes) else part.encode("utf-8", "replace")


def _score(request: Request) -> float:
    given = query_parameter(request, "score") or "0"
    try:
        score = float(given)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise UsageError(f"no score {given!r}: a score is a number from 0 to 1")
    return score


routes = [Route("/export", _export_page), Route("/export/{form}", download)]
