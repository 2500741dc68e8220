"""An archive whose WARC files need each other, to be made again elsewhere."""

from dataclasses import replace
from pathlib import Path

from archive.index import update_index
from archive.layout import Archive
from archive.warc import Exchange, catalogue_file
from crawler.reextract import remake_sites
from tests.archive.check.archive_with_articles import SITE, exchange, write_warc

MADE = ("documents", "bitext")


def make_scattered(root: Path) -> Archive:
    """Three files: two hold an article at another address, its payload in another file."""
    archive = Archive(root).create()
    write_warc(archive, "first", [exchange(number) for number in range(4)])
    write_warc(archive, "second", [exchange(1, 1), reprint(2, 1), exchange(7, 1)])
    write_warc(archive, "third", [reprint(7, 2), exchange(8, 2), exchange(9, 2), exchange(10, 2)])
    update_index(archive, catalogue_file)
    list(remake_sites(archive, [SITE], 1))
    update_index(archive, catalogue_file)
    return archive


def reprint(number: int, day: int) -> Exchange:
    """The same article, byte for byte, at an address of its own."""
    return replace(exchange(number, day), uri=f"http://sample.example/reprints/{number}.html")


def made_in(root: Path) -> dict[str, bytes]:
    """The documents and translation units below a directory, by their paths; those across pages left out."""
    paths = (path for name in MADE for path in sorted((root / name).glob(f"{SITE}-*.jsonl")))
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}
