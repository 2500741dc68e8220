"""Turns the blocks of an article into markup, by the forms that a content system has for each kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from archive.model.document import BlockKind
from tests.samplesite.article import Article, Block


@dataclass(frozen=True, slots=True)
class Forms:
    """How a markup writes blocks: a template with ``{}`` a kind, ``paragraph`` for kinds without one.

    ``around`` holds what stands before and after a run of blocks of one kind.
    """

    paragraph: str
    others: Mapping[BlockKind, str] = field(default_factory=dict)
    around: Mapping[BlockKind, tuple[str, str]] = field(default_factory=dict)
    row: tuple[str, str, str] = ("<tr><td>", "</td><td>", "</td></tr>")

    def write(self, block: Block) -> str:
        """One block as markup."""
        if block.cells:
            start, between, end = self.row
            return start + between.join(map(escape, block.cells)) + end
        return self.others.get(block.kind, self.paragraph).replace("{}", escape(block.text, quote=False))


PLAIN = Forms(
    "<p>{}</p>",
    {"heading": "<h2>{}</h2>", "list-item": "<li>{}</li>", "quote": "<blockquote><p>{}</p></blockquote>"},
    {"list-item": ("<ul>", "</ul>"), "table-row": ('<table border="1"><tbody>', "</tbody></table>")},
)


def write_body(article: Article, forms: Forms, blocks: Iterable[Block] | None = None) -> str:
    """The blocks in order, a line each; the picture stands before the first caption."""
    lines: list[str] = []
    for kind, run in groupby(article.blocks if blocks is None else blocks, key=lambda block: block.kind):
        before, after = forms.around.get(kind, ("", ""))
        if kind == "caption":
            lines.append(picture(article))
        lines += [line for line in (before, *map(forms.write, run), after) if line]
    return "\n".join(lines)


def picture(article: Article) -> str:
    return f'<img src="{article.image}" alt="{escape(article.title)}" width="240" height="120">'
