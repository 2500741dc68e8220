"""An archive whose WARC files need each other, to be made again elsewhere."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from archive.index import update_index
from archive.layout import Archive
from archive.manifest_and_seals import manifest_file
from archive.warc.http_exchange_and_conditional_requests import Exchange
from crawler.reextract.all_sites import reextract_sites
from tests.archive.check.archive_with_articles import SITE, exchange, write_warc
from tests.archive_files import new_file

MADE = ("documents/*/*/*.jsonl.gz", "bitext/*/*/*.jsonl", "templates/*.json")


def make_scattered(root: Path) -> Archive:
    """Three files: two hold an article at another address, its payload in another file."""
    archive = Archive(root).create()
    write_warc(archive, "first", [exchange(number) for number in range(4)])
    write_warc(archive, "second", [exchange(1, 1), reprint(2, 1), exchange(7, 1)])
    write_warc(archive, "third", [reprint(7, 2), exchange(8, 2), exchange(9, 2), exchange(10, 2)])
    update_index(archive)
    list(reextract_sites(archive, [SITE], 1))
    update_index(archive)
    return archive


def reprint(number: int, day: int) -> Exchange:
    """The same article, byte for byte, at an address of its own."""
    return replace(exchange(number, day), uri=f"http://sample.example/reprints/{number}.html")


def halves(archive: Archive, directory: Path) -> tuple[Archive, Archive]:
    """Two archives with the WARC files of one, a file in both, and with an article that both have captured.

    The second's revisits need records of the first.
    """
    first, second, third = archive.warc_names()
    one, two = Archive(directory / "one").create(), Archive(directory / "two").create()
    for target, stems in ((one, (first, second)), (two, (second, third))):
        target.manifest_dir.mkdir()
        for stem in stems:
            copyfile(archive.warc_file(stem), new_file(target.warc_file(stem)))
            copyfile(manifest_file(archive, stem.warc), manifest_file(target, stem.warc))
    write_warc(two, "fourth", [exchange(0, 3), exchange(3, 3)], ended=False)
    return one, two


def made_in(root: Path) -> dict[str, bytes]:
    """The documents, translation units but those across pages, and templates below a directory, by their paths."""
    paths = (path for each in MADE for path in sorted(root.glob(each)))
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def texts_in(root: Path) -> dict[str, bytes]:
    """Those of them that are made of one file alone: no templates."""
    return {name: content for name, content in made_in(root).items() if not name.startswith("templates/")}
