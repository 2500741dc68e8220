"""The corpus: pages as bytes with their gold documents.

In ``gold.json`` a field may be a list of the values that are as good as each other (null among them), but
``breadcrumb`` is a list by nature; a block's ``kind`` may name several, divided by ``|``. ``charset`` is the
codec in which the page is truly written, whatever it declares.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.model.document import ARTICLE_KINDS

CORPUS = Path(__file__).parent / "corpus"
FIELDS = ("title", "subtitle", "source", "author", "section", "published")
FACTS = ("speaker", "role", "occasion", "form", "delivered")

Accepted = tuple[str | None, ...]
"""The values of a field that are right; never empty."""


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """A block as a reader sees it; ``kinds`` are those accepted, the best first."""

    text: str
    kinds: tuple[str, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class GoldRemoved:
    """A visible text that belongs in ``removed``, and the reasons accepted."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """What a careful reader says of a page. ``pairs`` are block numbers, the Chinese side first."""

    charset: str
    kinds: Accepted
    fields: dict[str, Accepted]
    breadcrumb: tuple[str, ...]
    speech: dict[str, Accepted] | None
    part: dict[str, Any] | None
    blocks: tuple[GoldBlock, ...]
    removed: tuple[GoldRemoved, ...]
    hidden: tuple[str, ...]
    pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    @property
    def is_article(self) -> bool:
        return self.kinds[0] in ARTICLE_KINDS


@dataclass(frozen=True, slots=True)
class Case:
    """One page of the corpus: its folder's name, address, Content-Type, bytes and gold."""

    name: str
    url: str
    content_type: str | None
    payload: bytes
    gold: Gold

    @property
    def html(self) -> str:
        """The page decoded as it is truly written."""
        return self.payload.decode(self.gold.charset)


def read_corpus(root: Path = CORPUS) -> list[Case]:
    """All cases below ``root``, in order of their names."""
    return [read_case(path.parent) for path in sorted(root.glob("*/gold.json"))]


def read_case(folder: Path) -> Case:
    """The case that a folder holds. Raises OSError, ValueError or KeyError when it is not one."""
    headers = json.loads((folder / "headers.json").read_text(encoding="utf-8"))
    gold = parse_gold(json.loads((folder / "gold.json").read_text(encoding="utf-8")))
    return Case(folder.name, headers["url"], headers["content_type"], (folder / "page.html").read_bytes(), gold)


def parse_gold(values: dict[str, Any]) -> Gold:
    """The gold that JSON values give. Raises KeyError when a key is missing."""
    speech = values["speech"]
    return Gold(
        charset=values["charset"],
        kinds=_accepted(values["kind"]),
        fields={name: _accepted(values[name]) for name in FIELDS},
        breadcrumb=tuple(values["breadcrumb"]),
        speech={fact: _accepted(speech[fact]) for fact in FACTS} if speech else None,
        part=values["part"],
        blocks=tuple(GoldBlock(b["text"], tuple(b["kind"].split("|")), b["lang"]) for b in values["blocks"]),
        removed=tuple(GoldRemoved(r["text"], tuple(r["reasons"])) for r in values["removed"]),
        hidden=tuple(values["hidden"]),
        pairs=tuple((tuple(source), tuple(target)) for source, target in values["pairs"]),
    )


def _accepted(value: str | list[str | None] | None) -> Accepted:
    return tuple(value) if isinstance(value, list) else (value,)
