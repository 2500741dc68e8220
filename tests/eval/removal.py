"""Scores of what was stripped: nothing lost, nothing twice, nothing hidden or invented, and each with its reason."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.model.document import Document
from tests.eval.columns import Scores
from tests.eval.gold import Gold, GoldRemoved
from tests.eval.tokens import bag, key
from tests.eval.visible import PageText

_MONTHS = (
    "January Jan Januar", "February Feb Februar", "March Mar März", "April Apr", "May Mai", "June Jun Juni",
    "July Jul Juli", "August Aug", "September Sep Sept", "October Oct Oktober", "November Nov",
    "December Dec Dezember",
)  # fmt: skip
_DAYS = ("Monday Mon", "Tuesday Tue", "Wednesday Wed", "Thursday Thu", "Friday Fri", "Saturday Sat", "Sunday Sun")
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one gold text of ``removed``: whether it is there, and whether under an accepted reason."""

    text: str
    found: bool
    accepted: bool


def removal_scores(gold: Gold, document: Document, page: PageText) -> Scores:
    """Boilerplate in removed, its reasons, visible text accounted for, grounded and once."""
    fates = fates_of(gold, document)
    return {
        "removed": sum(fate.found for fate in fates) / len(fates) if fates else None,
        "reason": sum(fate.accepted for fate in fates) / len(fates) if fates else None,
        "accounted": 1 - missing(document, page).total() / page.bag.total() if page.bag else 1.0,
        "grounded": min(1 - _share(ungrounded(document, page), document), _still_hidden(gold, document)),
        "once": 1 - _share(doubled(document, page), document),
    }


def fates_of(gold: Gold, document: Document) -> list[Fate]:
    """What became of each gold text of ``removed``. It may have been divided over neighbouring entries."""
    keys = [key(one.text) for one in document.removed]
    owners = [one.reason for one, text in zip(document.removed, keys, strict=True) for _ in text]
    whole = "".join(keys)
    return [_fate(one, whole, owners) for one in gold.removed]


def _fate(wanted: GoldRemoved, whole: str, owners: Sequence[str]) -> Fate:
    text = key(wanted.text)
    places = [found.start() for found in re.finditer(f"(?={re.escape(text)})", whole)]
    accepted = any(set(owners[at : at + len(text)]) <= set(wanted.reasons) for at in places)
    return Fate(wanted.text, bool(places), accepted)


def missing(document: Document, page: PageText) -> Counter[str]:
    """The visible tokens that stand in no block, no field and not in ``removed``."""
    found = bag(_texts(document)) + date_bag(document.published)
    return min(page.bag - found, page.node_bag - found, key=Counter.total)


def date_bag(published: str | None) -> Counter[str]:
    """The tokens in which a page may have written a date that is now a field.

    >>> sorted(date_bag("2024-03-05"))[:8]
    ['0', '00', '03', '05', '2024', '3', '5', 'Mar']
    """
    if published is None:
        return Counter()
    moment = datetime.fromisoformat(published)
    numbers = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
    written = [f"{number} {number:02d}" for number in numbers]
    chinese = [_chinese(number) for number in numbers[:3]] + ["".join(_DIGITS[int(d)] for d in str(moment.year))]
    names = [_MONTHS[moment.month - 1], _DAYS[moment.weekday()], "年月日时分秒", "am pm a p m"]
    return +Counter(dict.fromkeys(bag([*written, *chinese, *names]), 2))


def _chinese(number: int) -> str:
    """A number below 100 as Chinese dates write it, nothing for others."""
    if number >= 100:
        return ""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def ungrounded(document: Document, page: PageText) -> list[str]:
    """The blocks and removed texts that the page does not show in these words."""
    return [
        text for text in _kept_and_removed(document) if key(text) not in page.key and key(text) not in page.whole_key
    ]


def doubled(document: Document, page: PageText) -> list[str]:
    """The blocks and removed texts that stand in the document more often than on the page."""
    everything = "\n".join(key(text) for text in _texts(document))
    return [text for text in _kept_and_removed(document) if _more_often(key(text), everything, page)]


def _more_often(text: str, everything: str, page: PageText) -> bool:
    """Short keys stand inside other words by chance, so they are not counted."""
    return len(text) > 3 and everything.count(text) > max(1, page.key.count(text), page.whole_key.count(text))


def _kept_and_removed(document: Document) -> list[str]:
    return [block.text for block in document.blocks] + [one.text for one in document.removed]


def _texts(document: Document) -> list[str]:
    """Every text of the document; the section is the breadcrumb's, and the date is counted by itself."""
    fields = (document.title, document.subtitle, document.source, document.author, *document.breadcrumb)
    return [*_kept_and_removed(document), *(text for text in fields if text)]


def _share(texts: list[str], document: Document) -> float:
    """How much of the document's kept and removed characters these texts are."""
    total = sum(map(len, _kept_and_removed(document)))
    return sum(map(len, texts)) / total if total else 0.0


def _still_hidden(gold: Gold, document: Document) -> float:
    return 1 - len(leaked(gold, document)) / len(gold.hidden) if gold.hidden else 1.0


def leaked(gold: Gold, document: Document) -> list[str]:
    """The hidden texts that came into the document."""
    everything = "\n".join(key(text) for text in _texts(document))
    return [text for text in gold.hidden if key(text) in everything]
