"""The sites that are crawled, and which of their pages are articles."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PublicSite:
    """A site as a folder of files. ``articles`` and ``undecided`` are paths as ``path_of`` gives them.

    ``whole`` says that ``articles`` are all of the site's; where they are not, no precision follows from them.
    """

    name: str
    folder: Path
    start: str
    articles: frozenset[str]
    undecided: frozenset[str] = frozenset()
    whole: bool = True


def sites_in(trees: Path, lists: Path = HERE) -> Iterator[PublicSite]:
    """The sites of ``lists/sites.toml`` whose folder lies below ``trees``."""
    for name, site in tomllib.loads((lists / "sites.toml").read_text(encoding="utf-8")).items():
        folder = trees / site["root"]
        if folder.is_dir():
            lines = (lists / "articles" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
            undecided = frozenset(path_of(line[1:]) for line in lines if line.startswith("?"))
            articles = frozenset(path_of(line) for line in lines if line.startswith("/"))
            yield PublicSite(name, folder, site["start"], articles, undecided, site.get("whole", True))


def path_of(url: str) -> str:
    """The path of an address, decoded; a directory and its index page are one.

    >>> path_of("http://127.0.0.1:80/a/%E4%B8%AD/index.html"), path_of("/a/1.html")
    ('/a/中/', '/a/1.html')
    """
    path = unquote(urlsplit(url).path)
    return path.removesuffix("index.html") if path.endswith("/index.html") else path
