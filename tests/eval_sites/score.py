"""What a crawl of a site gave, against the list of its articles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.model.document import Document
from tests.eval_sites.sites import PublicSite, path_of

SHARED = 4
"""Documents of different titles in which a text stands that is taken to be none of an article's own."""


@dataclass(frozen=True, slots=True)
class Scores:
    """``missed`` and ``wrong`` are paths: articles without a document, and documents of what is no article."""

    site: str
    articles: int
    documents: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    invented: tuple[str, ...]
    requests: int
    dead: int
    whole: bool

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.articles if self.articles else 1.0

    @property
    def precision(self) -> float | None:
        """The share of the documents that are articles; None where the list is not of all articles."""
        return (1 - len(self.wrong) / self.documents if self.documents else 1.0) if self.whole else None


def score(site: PublicSite, documents: Sequence[Document], log: Sequence[tuple[str, int]]) -> Scores:
    """How a site was crawled; a second document of one page is wrong."""
    paths = [path_of(document.url) for document in documents]
    decided = [path for path in paths if path not in site.undecided]
    extra = [path for n, path in enumerate(decided) if path not in site.articles or path in decided[:n]]
    return Scores(
        site.name,
        len(site.articles),
        len(decided),
        tuple(sorted(site.articles.difference(paths))),
        tuple(sorted(extra)) if site.whole else (),
        tuple(sorted(map(path_of, invented(documents)))),
        len(log),
        sum(status >= 400 for _, status in log),
        site.whole,
    )


def invented(documents: Iterable[Document]) -> list[str]:
    """The addresses of documents of which more than half of the text stands under four or more titles."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    documents = list(documents)
    for document in documents:
        for block in document.blocks:
            titles[block.text].add(document.title or document.url)
    return [document.url for document in documents if _is_shared(document, titles)]


def _is_shared(document: Document, titles: Mapping[str, set[str]]) -> bool:
    shared = sum(len(block.text) for block in document.blocks if len(titles[block.text]) >= SHARED)
    return shared * 2 > sum(len(block.text) for block in document.blocks)
