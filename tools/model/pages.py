"""The pages that the weights are learned from, with their gold text: WCXB's development part, AEB, our own corpus."""

from dataclasses import dataclass
from pathlib import Path

from tests.eval.gold import read_corpus
from tests.eval_public.pages import PublicPage, read_aeb, read_wcxb
from tests.eval_public.sets import AEB, WCXB, folder_of

OWN = "own"
_ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page of a set, its gold text, and the set's word for its kind."""

    set: str
    id: str
    url: str
    content_type: str | None
    payload: bytes
    body: str
    kind: str

    @property
    def is_article(self) -> bool:
        return self.kind == _ARTICLE


def read_pages(sets: Path | None) -> list[GoldPage]:
    """All pages: our own, and those of the sets in a folder, or where ``make eval-public`` clones them.

    Raises SetUnusable.
    """
    public = [*read_aeb(folder_of(AEB, sets)), *read_wcxb(folder_of(WCXB, sets))]
    return [*_own(), *map(_public, public)]


def _public(page: PublicPage) -> GoldPage:
    return GoldPage(page.set, page.id, page.url, page.content_type, page.payload, page.body, page.kind)


def _own() -> list[GoldPage]:
    """The pages of ``tests/eval``."""
    return [
        GoldPage(
            OWN, case.name, case.url, case.content_type, case.payload,
            "\n".join(block.text for block in case.gold.blocks), _ARTICLE if case.gold.is_article else "other",
        )
        for case in read_corpus()
    ]  # fmt: skip
