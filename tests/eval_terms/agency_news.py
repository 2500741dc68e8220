"""Templated bilingual news of made-up translation agencies, with the terms that stand in it."""

import calendar
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.bitext.translation_units import BlockSpan, Origin, Side, TranslationUnit
from archive.model.capture import Capture

_FILE = Path(__file__).with_name("agency_news.toml")
_DOCUMENTS = 160
_SLOT = re.compile(r"\{(\w+?)(\d?)\}")
_CAPTURE = Capture(
    "http://sample.example/a", "a.warc.gz", 0, 1, "<urn:uuid:a>", "2026-01-02T03:04:05Z", 200, "sha1:A"
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AgencyNews:
    """Translation units of one half of the news; the terms in it, and pairs that were judged by reading.

    ``right`` are the pairs of terms and ``general`` those of general words, ``frequent`` the terms that at least two
    different units have.
    """

    units: Sequence[TranslationUnit]
    right: frozenset[Pair]
    general: frozenset[Pair]
    frequent: frozenset[Pair]


def read_news(half: str) -> AgencyNews:
    """The news of a half, ``tuned`` or ``held``; the same every time."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))[half]
    slots = {name: [split_pair(value) for value in values] for name, values in content["slots"].items()}
    terms = {pair for values in slots.values() for pair in values}
    terms |= {split_pair(term) for family in content["families"] for term in family["terms"]}
    texts = list(_texts(content["families"], slots))
    counts = Counter(pair for _, pair in set(texts_of(texts)) for pair in _terms_in(pair, terms))
    read = {name: frozenset(map(split_pair, pairs)) for name, pairs in content.get("read", {}).items()}
    return AgencyNews(
        [_unit(pair, document) for document, pair in texts_of(texts)],
        frozenset(map(normal, terms | read.get("right", frozenset()))),
        frozenset(map(normal, read.get("general", ()))),
        frozenset(normal(pair) for pair, count in counts.items() if count > 1),
    )


def texts_of(texts: Sequence[tuple[int, Pair]]) -> Sequence[tuple[int, Pair]]:
    """Those with different texts, each once."""
    return list({pair: (document, pair) for document, pair in reversed(texts)}.values())[::-1]


def split_pair(text: str) -> Pair:
    """The two sides of ``中文 = Chinese``."""
    chinese, _, english = text.partition(" = ")
    return chinese, english


def normal(pair: Pair) -> Pair:
    """A pair without capitals, spaces in Chinese, articles and plurals, for comparison."""
    words = re.sub(r"[’']s\b", "", pair[1].lower()).removeprefix("the ").split()
    return re.sub(r"\s", "", pair[0]).lower(), " ".join(word.rstrip("s") for word in words)


def _terms_in(pair: Pair, terms: set[Pair]) -> Iterator[Pair]:
    return (term for term in terms if term[0] in pair[0] and term[1].lower() in pair[1].lower())


def _texts(families: list[dict[str, Any]], slots: dict[str, list[Pair]]) -> Iterator[tuple[int, Pair]]:
    """The sentences of all documents and the number of their document."""
    numbers = random.Random(20150428)
    for document in range(_DOCUMENTS):
        values = {f"{name}{n or ''}": pair for name in slots for n, pair in _sample(numbers, slots[name])}
        values["date"] = _date(numbers)
        for sentence in numbers.choice(families)["sentences"]:
            chinese, english = split_pair(sentence)
            yield document, (_filled(chinese, values, 0), _filled(english, values, 1))


def _sample(numbers: random.Random, pairs: list[Pair]) -> Iterator[tuple[int, Pair]]:
    return ((n if n > 1 else 0, pair) for n, pair in enumerate(numbers.sample(pairs, 3), 1))


def _date(numbers: random.Random) -> Pair:
    month, day = numbers.randint(1, 12), numbers.randint(1, 28)
    return f"{month}月{day}日", f"{calendar.month_name[month]} {day}"


def _filled(template: str, values: dict[str, Pair], side: int) -> str:
    return _SLOT.sub(lambda slot: values[slot[1] + slot[2]][side], template)


def _unit(pair: Pair, document: int) -> TranslationUnit:
    url = f"http://sample.example/{document}"
    origin = Origin(f"sample-{document:012x}", f"2026-01-{1 + document % 28:02d}T03:04:05.000006Z", url, _CAPTURE)
    sides = [
        Side(lang, text, (BlockSpan(0, 0, len(text)),), origin)
        for lang, text in zip(("zh-Hans", "en"), pair, strict=True)
    ]
    return TranslationUnit(sides[0], sides[1], 0.9, "source", ())
