"""``-a since=``: what was published before a day is not followed."""

from datetime import date

from archive.model.document import Document
from crawler.discovery import Lead
from crawler.discovery.wording import is_pager

_ENOUGH = 3


def young_leads(leads: list[Lead], since: date | None) -> list[Lead]:
    """The leads without those whose date lies before ``since``.

    A listing that has at least three dates, all of them older, is not followed to its other pages either.
    """
    if since is None:
        return leads
    dated = [lead.day for lead in leads if lead.day]
    ends_here = len(dated) >= _ENOUGH and max(dated) < since
    young = [lead for lead in leads if lead.day is None or lead.day >= since]
    return [lead for lead in young if not (ends_here and (lead.role == "next" or is_pager(lead.text)))]


def is_older(document: Document, since: date | None) -> bool:
    """Whether the document says that it was published before ``since``."""
    return bool(since and document.published and document.published[:10] < since.isoformat())
