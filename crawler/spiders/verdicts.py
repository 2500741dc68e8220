"""Judges a response, or a failed request: an outcome for the frontier and a reason for the reader."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.model.document import Document
from crawler.discovery import Answer, Outcome, refusal_of
from crawler.discovery.outcome import ContentFingerprint
from crawler.guard import NotPublic
from crawler.middlewares import LeadsNowhereNew, LeavesSite, RobotsUnreadable, reason_of
from crawler.spiders.responses import media_type


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, and the reason why there was no page (``404 Not Found``); '' if there was one."""

    answer: Answer
    reason: str = ""


def judge_response(response: Response, document: Document | None, markup: str) -> Verdict:
    """The verdict on a page, by its status, its document and its markup."""
    if document is not None and document.is_article:
        return Verdict(Answer(Outcome.ARTICLE, ContentFingerprint.of(_text(document))))
    refusal = refusal_of(response.status, markup)
    if refusal:
        return Verdict(Answer(Outcome.REFUSED), refusal)
    if response.status != 200:
        outcome = Outcome.FAILED if response.status >= 500 or response.status == 408 else Outcome.DEAD
        return Verdict(Answer(outcome), _status(response.status))
    if document is None:
        return Verdict(Answer(Outcome.DEAD), _no_document(media_type(response)))
    if document.kind == "error":
        return Verdict(Answer(Outcome.EMPTY), "says that there is no such page")
    return Verdict(Answer(Outcome.PAGE))


def judge_failure(error: BaseException) -> Verdict:
    """The verdict on a request without any response."""
    if isinstance(error, RobotsUnreadable):
        return Verdict(Answer(Outcome.FORBIDDEN), str(error))
    if isinstance(error, LeavesSite | LeadsNowhereNew | NotPublic):
        return Verdict(Answer(Outcome.COPY), str(error))
    if isinstance(error, IgnoreRequest):
        forbidden = "robots.txt" in str(error)
        return Verdict(Answer(Outcome.FORBIDDEN if forbidden else Outcome.FAILED), str(error) or "not asked for")
    return Verdict(Answer(Outcome.FAILED), reason_of(error))


def is_published_before(document: Document, since: date | None) -> bool:
    """Whether the document states that it was published before ``since``."""
    return bool(since and document.published and document.published[:10] < since.isoformat())


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"


def _no_document(kind: str) -> str:
    """Why a complete response has no document."""
    if kind in ("text/html", "application/xhtml+xml"):
        return "kept but not read: it is too large, or reading it failed"
    return f"not HTML ({kind or 'of no type'})"


def _text(document: Document) -> str:
    return "\n".join([document.title or "", *(block.text for block in document.blocks)])
