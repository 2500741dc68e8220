"""Splits of a corpus, such as train, dev and test, in which texts that are alike always stand in the same split.

A *family* is the documents that belong together: those posted more than once, those whose units have the same texts,
and the two pages of a cross-page unit. A family is in the split that a hash of its earliest document gives, so that
documents captured later leave it where it is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from math import isclose

from archive.bitext.units import TranslationUnit, digest_of_texts
from archive.errors import UsageError
from archive.index import Filters, Index
from archive.layout import Archive

_NAME = re.compile("[a-z][a-z0-9_]*")
_RESERVED = "all"
"""No name of a split for ``datasets``, which calls so all splits together."""


@dataclass(frozen=True, slots=True)
class SplitShares:
    """The names of splits, each with its share of the documents' families, from 0 to 1; all shares together are 1."""

    shares: Mapping[str, float]

    @classmethod
    def parse(cls, text: str) -> "SplitShares":
        """The shares of a text such as ``train=.98,dev=.01,test=.01``. Raises UsageError where it is none."""
        shares: dict[str, float] = {}
        for part in text.split(","):
            name, _, share = part.strip().partition("=")
            if not _NAME.fullmatch(name) or name == _RESERVED or name in shares:
                raise UsageError(f"--split: {part!r} does not begin with a new name of small letters and digits")
            shares[name] = _parse_share(part, share)
        if not isclose(sum(shares.values()), 1, abs_tol=1e-6):
            raise UsageError(f"--split: the shares of {text!r} add up to {sum(shares.values()):g}, not to 1")
        return cls(shares)

    def split_of(self, key: str) -> str:
        """The name of the split for a key, the same in every run; keys are spread evenly.

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
    """The split of each document of an archive, by its id, and the names of all splits in their order."""

    names: tuple[str, ...]
    of_document: Mapping[str, str]

    @classmethod
    def of_archive(cls, archive: Archive, shares: SplitShares) -> "DocumentSplits":
        """Assign every document of the archive, whatever is selected of them. Reads all units once."""
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


class _Families:
    """Documents joined to families: a forest in which the root of each tree is the family's earliest document."""

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
        """The document of the family that was captured first, of several the one with the smallest id."""
        while (parent := self._parents[document]) != document:
            self._parents[document] = self._parents[parent]  # halves the path
            document = parent
        return document

    def join_by(self, key: int | bytes, document: str) -> None:
        """Join a document with the earlier ones that have the same key."""
        self._join(self._first_with.setdefault(key, document), document)

    def join_by_units(self, units: Iterable[TranslationUnit]) -> None:
        """Join documents whose units have the same texts, and the pages of cross-page units.

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
