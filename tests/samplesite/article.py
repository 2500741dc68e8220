"""The articles of the sample site: what they say, apart from how a page shows it.

An article is one file ``articles/NAME.toml``. Its ``body`` has a block a line, ``LANG: TEXT`` or
``LANG KIND: TEXT``; a line ``---`` starts the next page of an article over several pages; the cells of a
``table-row`` stand between ``|``. ``body_from`` names a text file beside it that several articles share.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from archive.model.document import ArticleKind, BlockKind, Part, Speech
from tests.samplesite.sections import NEWS_CENTRE, SECTIONS
from tests.samplesite.words import WORDS

_FOLDER = Path(__file__).with_name("articles")
_LINE = re.compile(r"(?P<lang>[a-z]{2,3}(?:-[A-Za-z]+)?)(?: (?P<kind>[a-z-]+))?: (?P<text>.+)")
_PAGE_BREAK = "---"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body as a reader sees it; ``lang`` is BCP 47."""

    kind: BlockKind
    lang: str
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One page of the site that is an article, with what a perfect reader would take from it.

    ``published`` is as exact as the page gives it, in +08:00. ``charset`` is Python's name for what the bytes
    are really in (big5hkscs is what the web calls Big5), ``declared`` what the page says they are, None where it
    says nothing. ``markup`` names the module in ``markups`` that shows it, ``section`` the section in whose list it
    stands, ``interface`` the language of the navigation around it. ``traits`` are oddities of its answer:
    ``gzip``, ``chunked``, ``late`` (503 twice, then the page), ``heavy`` (about 300 kB of style definitions).
    """

    name: str
    path: str
    title: str
    section: str
    kind: ArticleKind
    markup: str
    published: str | None
    blocks: tuple[Block, ...]
    subtitle: str | None = None
    source: str | None = None
    author: str | None = None
    speech: Speech | None = None
    interface: str = "zh-Hans"
    charset: str = "utf-8"
    declared: str | None = "utf-8"
    traits: frozenset[str] = frozenset()
    part: Part | None = None

    @property
    def languages(self) -> Mapping[str, float]:
        """Shares of the languages by characters of the body, the largest first."""
        total = sum(len(block.text) for block in self.blocks)
        shares = dict.fromkeys(sorted({block.lang for block in self.blocks}), 0.0)
        for block in self.blocks:
            shares[block.lang] += len(block.text) / total
        return dict(sorted(shares.items(), key=lambda share: -share[1]))

    @property
    def image(self) -> str | None:
        """The address of the picture above the first caption, for an article that has one."""
        return f"/uploads/{self.name}.png" if any(block.kind == "caption" for block in self.blocks) else None

    @property
    def breadcrumb(self) -> tuple[str, ...]:
        """The trail as the page shows it, without the page itself."""
        section = SECTIONS[self.section]
        above = (NEWS_CENTRE[self.interface],) if section.in_news else ()
        return (WORDS[self.interface].home, *above, section.names[self.interface])

    @property
    def first_path(self) -> str:
        """Where the article begins: its own path, or that of part 1."""
        return self.part.first if self.part else self.path


def load_articles(folder: Path = _FOLDER) -> tuple[Article, ...]:
    """The articles of all files, the newest first; an article over several pages gives one entry a page.

    Raises ValueError at a line of a body that is no block, KeyError and TypeError at fields that do not fit.
    """
    found = [article for path in sorted(folder.glob("*.toml")) for article in _read(path)]
    return tuple(sorted(found, key=lambda article: article.published or "", reverse=True))


def _read(path: Path) -> Iterator[Article]:
    fields: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    shared = fields.pop("body_from", None)
    body = path.with_name(shared).read_text("utf-8") if shared else fields.pop("body")
    pages = [_blocks(page, path.name) for page in re.split(rf"(?m)^{_PAGE_BREAK}$", body)]
    speech = fields.pop("speech", None)
    article = Article(
        name=path.stem,
        blocks=pages[0],
        speech=Speech(**_SPEECH_UNKNOWN | speech) if speech else None,
        published=_published(fields.pop("published", None)),
        declared=fields.pop("declared", fields.get("charset", "utf-8")) or None,
        traits=frozenset(fields.pop("traits", ())),
        **fields,
    )
    yield from _parts(article, pages) if len(pages) > 1 else (article,)


_SPEECH_UNKNOWN: dict[str, str | None] = dict.fromkeys(("speaker", "role", "occasion", "form", "delivered"))


def _parts(article: Article, pages: list[tuple[Block, ...]]) -> Iterator[Article]:
    for number, blocks in enumerate(pages, start=1):
        part = Part(number=number, count=len(pages), first=article.path)
        yield replace(article, path=part_path(article.path, number), blocks=blocks, part=part)


def part_path(first: str, number: int) -> str:
    """The address of a part as small content systems number them.

    >>> part_path("/guides/38.html", 1), part_path("/guides/38.html", 2)
    ('/guides/38.html', '/guides/38_2.html')
    """
    return first if number == 1 else re.sub(r"(\.\w+)$", rf"_{number}\1", first)


def _blocks(body: str, file: str) -> tuple[Block, ...]:
    return tuple(_block(line, file) for line in body.splitlines() if line.strip())


def _block(line: str, file: str) -> Block:
    found = _LINE.fullmatch(line.strip())
    if not found:
        raise ValueError(f"{file}: neither 'LANG: TEXT' nor 'LANG KIND: TEXT': {line[:60]!r}")
    kind = cast(BlockKind, found["kind"] or "paragraph")
    cells = tuple(cell.strip() for cell in found["text"].split("|")) if kind == "table-row" else ()
    return Block(kind, found["lang"], " ".join(cells) if cells else found["text"], cells)


def _published(written: str | None) -> str | None:
    return f"{written}+08:00" if written and "T" in written else written
