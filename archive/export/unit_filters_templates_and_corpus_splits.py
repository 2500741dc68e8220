"""A corpus to train on: filters of its translation units, each with the name that counts give it, and its splits.

A *template* of a text is the text with its numbers and names masked: the same news with another number, day or place
has the same template.

In the splits of a corpus, such as train, dev and test, texts that are alike always stand in the same split. A
*family* is the documents that belong together: those posted more than once, those whose units have the same texts,
and the two pages of a cross-page unit. A family is in the split that a hash of its earliest document gives, so that
documents captured later leave it where it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from math import isclose
from pathlib import Path

from archive.bitext.chinese_words import is_proper_name, longest_words
from archive.bitext.english_words import FUNCTION_WORDS
from archive.bitext.language_guess_and_length_ratio import HAN, HAN_OF_ALL_PLANES
from archive.bitext.translation_units import Flag, Side, TranslationUnit, digest_of_texts
from archive.errors import UsageError
from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.language_codes import primary_language
from archive.word_lists_and_character_tables import to_simplified


class UnitFilter(StrEnum):
    """The filters of units that have a name, in the order in which they are applied."""

    LENGTH_RATIO = "length-ratio"
    LANGUAGE = "language"
    NUMBERS = "numbers"
    UNTRANSLATED = "untranslated"
    SCRIPT = "script"
    NEAR_DUPLICATES = "near-duplicates"


@dataclass(frozen=True, slots=True)
class FilterStep:
    """A filter step of a selection of units: its name, and a function that returns whether it keeps a unit.

    The function may remember the units it kept, so a step serves one pass over the units.
    """

    name: str
    keeps: Callable[[TranslationUnit], bool]


def parse_unit_filters(names: str) -> tuple[UnitFilter, ...]:
    """Parse names of unit filters with commas between them, in the order in which they are applied.

    Raises UsageError for a name that is none.

    >>> [str(each) for each in parse_unit_filters("script,numbers")]
    ['numbers', 'script']
    """
    wanted = {name.strip() for name in names.split(",")}
    if unknown := wanted.difference(UnitFilter):
        raise UsageError(f"no filter {min(unknown)!r}; there are {', '.join(UnitFilter)}")
    return tuple(each for each in UnitFilter if each in wanted)


_FLAGS: dict[UnitFilter, Flag] = {
    UnitFilter.LENGTH_RATIO: "odd-length-ratio",
    UnitFilter.LANGUAGE: "wrong-language",
    UnitFilter.NUMBERS: "number-mismatch",
    UnitFilter.UNTRANSLATED: "copied-source",
}
"""The flag of the units that a filter leaves out."""


def step_of_filter(unit_filter: UnitFilter) -> FilterStep:
    """Return the step, for one pass over the translation units, that applies a named filter."""
    name = f"--filter {unit_filter}"
    if flag := _FLAGS.get(unit_filter):
        return FilterStep(name, lambda unit: flag not in unit.flags)
    return FilterStep(name, _is_in_script if unit_filter is UnitFilter.SCRIPT else first_of_each(_templates))


def step_of_cap(most: int) -> FilterStep:
    """Return the step, for one pass, that keeps at most ``most`` units with the same template, on either side."""
    counts: Counter[bytes] = Counter()

    def keeps(unit: TranslationUnit) -> bool:
        keys = [digest_of_texts(key) for key in _templates(unit)]
        if any(counts[key] >= most for key in keys):
            return False
        counts.update(keys)
        return True

    return FilterStep("--cap", keeps)


def first_of_each(key: Callable[[TranslationUnit], Iterable[tuple[str, str]]]) -> Callable[[TranslationUnit], bool]:
    """Return a function that says whether a translation unit is the first with its key: pairs of language and
    text.
    """
    seen: set[bytes] = set()

    def is_first(unit: TranslationUnit) -> bool:
        digest = digest_of_texts(text for pair in key(unit) for text in pair)
        is_new = digest not in seen
        seen.add(digest)
        return is_new

    return is_first


_HAN = re.compile(f"[{HAN_OF_ALL_PLANES}]")
_LETTER_OF_LANGUAGE = {"zh": _HAN, "yue": _HAN, "en": re.compile("[A-Za-z]")}


def _is_in_script(unit: TranslationUnit) -> bool:
    """Return whether a unit's Chinese side has a Chinese character and its English side a Latin letter."""
    return all(_has_letter(side) for side in (unit.source, unit.target))


def _has_letter(side: Side) -> bool:
    letter = _LETTER_OF_LANGUAGE.get(primary_language(side.lang))
    return letter is None or letter.search(side.text) is not None


def _templates(unit: TranslationUnit) -> list[tuple[str, str]]:
    """Return the language and the template of both sides of a unit, in the same order for the unit turned."""
    return sorted(
        (primary_language(side.lang), template(side.text, side.lang)) for side in (unit.source, unit.target)
    )


_NUMBER, _NAME = "#", "@"
_TOKEN = re.compile(rf"(\d(?:[\d.,:/]*\d)?)|([〇{HAN}]+)|([^\W\d_{HAN}](?:['’.-]?[^\W_{HAN}])*)")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_NOUNS_HAVE_CAPITALS = ("de", "lb")
"""Languages in which a capital does not tell a name from another noun."""


@lru_cache(maxsize=256)  # two steps ask for the templates of a unit
def template(text: str, language: str) -> str:
    """Mask a unit's text as template: its words with ``#`` for each number and ``@`` for each name, without
    punctuation.

    Names are capitalized words but function words, and Chinese words that are only names in CC-CEDICT. A text most of
    whose words are names keeps them, since nothing else would tell it from others.

    >>> template("On March 3 Beijing reported 1,200 new cases.", "en")
    'on @ # @ reported # new cases'
    >>> template("北京新增病例12例。", "zh"), template("王毅", "zh")
    ('@ 新增 病例 # 例', '王毅')
    """
    tokens = list(_tokens(text, primary_language(language)))
    words = [is_name for word, is_name in tokens if word != _NUMBER]
    masks_names = 2 * sum(words) <= len(words)
    masked: list[str] = []
    for word, is_name in tokens:
        shown = _NAME if is_name and masks_names else word
        if shown not in (_NUMBER, _NAME) or masked[-1:] != [shown]:
            masked.append(shown)
    return " ".join(masked)


def _tokens(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, in lower case and simplified characters, each with whether it is a name."""
    for found in _TOKEN.finditer(text):
        number, characters, word = found.groups()
        if number:
            yield _NUMBER, False
        elif characters:
            for each in longest_words(to_simplified(characters)):
                yield (_NUMBER, False) if _NUMERALS.issuperset(each) else (each, is_proper_name(each))
        else:
            lower = word.casefold()
            is_name = word[0].isupper() and lower not in FUNCTION_WORDS and language not in _NOUNS_HAVE_CAPITALS
            yield lower, is_name


_SPLIT_NAME = re.compile("[a-z][a-z0-9_]*")
_RESERVED_NAME = "all"
"""No name of a split for ``datasets``, which calls so all splits together."""


@dataclass(frozen=True, slots=True)
class SplitShares:
    """The shares of the splits of a corpus (train, dev, test), from 0 to 1; all shares together are 1."""

    shares: Mapping[str, float]

    @classmethod
    def parse(cls, text: str) -> "SplitShares":
        """Parse the shares of corpus splits from text such as ``train=.98,dev=.01,test=.01``. Raises UsageError where
        it is none.
        """
        shares: dict[str, float] = {}
        for part in text.split(","):
            name, _, share = part.strip().partition("=")
            if not _SPLIT_NAME.fullmatch(name) or name == _RESERVED_NAME or name in shares:
                raise UsageError(f"--split: {part!r} does not begin with a new name of small letters and digits")
            shares[name] = _parse_share(part, share)
        if not isclose(sum(shares.values()), 1, abs_tol=1e-6):
            raise UsageError(f"--split: the shares of {text!r} add up to {sum(shares.values()):g}, not to 1")
        return cls(shares)

    def split_of(self, key: str) -> str:
        """Assign a key to a corpus split by its hash, the same in every run; keys are spread evenly.

        >>> SplitShares.parse("train=1").split_of("any")
        'train'
        """
        place = int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big") / 2**48
        for name, share in self.shares.items():
            if place < share:
                return name
            place -= share
        return [name for name, share in self.shares.items() if share][-1]  # past the end by rounding


def _parse_share(part: str, share: str) -> float:
    try:
        value = float(share)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise UsageError(f"--split: the share in {part!r} is no number from 0 to 1")
    return value


@dataclass(frozen=True, slots=True)
class DocumentSplits:
    """The corpus split (train, dev, test) of each document of an archive, by its id, and the names of splits in
    order.
    """

    names: tuple[str, ...]
    of_document: Mapping[str, str]

    @classmethod
    def of_archive(cls, archive: Archive, shares: SplitShares) -> "DocumentSplits":
        """Assign every document of the archive to a split, whatever is selected of them. Reads all units once."""
        with Index(archive) as index, index.snapshot():
            families = _Families()
            for document, captured, group in index.duplicate_groups():
                families.add(document, captured)
                if group is not None:
                    families.join_by(group, document)
            families.join_by_units(index.units(Filters()))
        return cls(
            tuple(shares.shares),
            {document: shares.split_of(families.earliest(document)) for document in families.documents},
        )


def path_of_split(output: Path, split: str, ending: str | None) -> Path:
    """Return the path that a corpus split is exported to, beside ``output``; folders have no ``ending``.

    >>> path_of_split(Path("corpus.jsonl"), "train", "jsonl").name, path_of_split(Path("corpus"), "dev", None).name
    ('corpus.train.jsonl', 'corpus.dev')
    """
    if ending is None:
        return output.with_name(f"{output.name}.{split}")
    return output.with_name(f"{output.name.removesuffix(f'.{ending}')}.{split}.{ending}")


class _Families:
    """Families of documents that must be in one split: a forest in which each tree's root is the earliest
    document.
    """

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._captured: dict[str, tuple[str, str]] = {}
        self._first_with: dict[int | bytes, str] = {}

    @property
    def documents(self) -> Iterable[str]:
        return self._parents

    def add(self, document: str, captured: str) -> None:
        """Add a document as a family of its own; ``captured`` is the time of its first version."""
        self._parents[document] = document
        self._captured[document] = captured, document

    def earliest(self, document: str) -> str:
        """Return the document of a family that was captured first, of several the one with the smallest id."""
        while (parent := self._parents[document]) != document:
            self._parents[document] = self._parents[parent]  # halves the path
            document = parent
        return document

    def join_by(self, key: int | bytes, document: str) -> None:
        """Join a document with the family of earlier ones that have the same key."""
        self._join(self._first_with.setdefault(key, document), document)

    def join_by_units(self, units: Iterable[TranslationUnit]) -> None:
        """Join documents to families whose units have the same texts, and the pages of cross-page units.

        ``units`` are sorted by document.
        """
        for document, group in groupby(units, key=lambda unit: unit.document):
            texts: list[str] = []
            for unit in group:
                texts += unit.source.text, unit.target.text
                self._join(document, unit.target.origin.document)
            self.join_by(digest_of_texts(texts), document)

    def _join(self, first: str, second: str) -> None:
        roots = self.earliest(first), self.earliest(second)
        parent = min(roots, key=self._captured.__getitem__)
        for root in roots:
            self._parents[root] = parent
