"""Scores of the fields: what the page says about itself, compared after trimming."""

from datetime import datetime
from typing import Any

from archive.model.document import Document
from tests.eval.columns import Scores
from tests.eval.gold import FACTS, FIELDS, Accepted, Gold
from tests.eval.reading import Reading, normalised

_DASHES = " –—―-"
_MARKS = " “”\"'《》「」『』"


def reading_facts(gold: Gold, reading: Reading) -> Scores:
    """Title and day of publication, for any extractor."""
    days = {value and value[:10] for value in gold.fields["published"]}
    return {
        "title": float(_trim(reading.title) in {_trim(value) for value in gold.fields["title"]}),
        "day": float((reading.date[:10] if reading.date else None) in days),
    }


def document_facts(gold: Gold, document: Document) -> Scores:
    """A value for each field, the breadcrumb, the part and the speech facts."""
    scores: Scores = {name: float(agrees(name, gold.fields[name], getattr(document, name))) for name in FIELDS}
    scores["breadcrumb"] = float(tuple(map(normalised, document.breadcrumb)) == gold.breadcrumb)
    scores["part"] = part_score(gold.part, document)
    scores["speech"] = _speech(gold, document)
    return scores


def agrees(name: str, accepted: Accepted, value: str | None) -> bool:
    """Whether a field's value is one of those accepted; times agree when they are the same moment."""
    if name == "published":
        return _moment(value) in {_moment(one) for one in accepted}
    return _trim(value) in {_trim(one) for one in accepted}


def fact_agrees(fact: str, accepted: Accepted, value: str | None) -> bool:
    """Whether a speech fact is right, without regard to case, an article before it or marks around it."""
    return _plain(value) in {_plain(one) for one in accepted}


def _trim(value: str | None) -> str | None:
    """The value without white space and dashes around it: a subtitle's dash is no word of it."""
    return normalised(value).strip(_DASHES) if value is not None else None


def _plain(value: str | None) -> str | None:
    return normalised(value).strip(_DASHES + _MARKS).casefold().removeprefix("the ") if value is not None else None


def _moment(value: str | None) -> Any:
    """The value, or for one with a time its moment and its precision."""
    if value is None or "T" not in value:
        return value
    try:
        return datetime.fromisoformat(value), value.count(":")
    except ValueError:
        return value


def part_score(wanted: dict[str, Any] | None, document: Document) -> float | None:
    """Whether the part is right; None where the article is whole and was taken so."""
    part = document.part
    found = {"number": part.number, "count": part.count, "first": part.first} if part else None
    return None if wanted is None and found is None else float(found == wanted)


def _speech(gold: Gold, document: Document) -> float | None:
    """The share of the five facts; a page without a speech counts only when one was invented."""
    if gold.speech is None or document.speech is None:
        return None if gold.speech is None and document.speech is None else 0.0
    right = [fact_agrees(fact, gold.speech[fact], getattr(document.speech, fact)) for fact in FACTS]
    return sum(right) / len(FACTS)
