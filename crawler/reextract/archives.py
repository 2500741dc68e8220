"""What stands beside the WARC files of several archives, as in the one that ``archive merge`` makes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from archive.keeping.merge_and_split import copy_withdrawals
from archive.layout import Archive
from archive.withdrawal import Withdrawals
from crawler.extraction.kind.sections import SectionChoices
from crawler.reextract.section_choices import choices_of
from crawler.reextract.storage import fetch_all


@dataclass(frozen=True, slots=True)
class Known:
    """What was withdrawn, and what somebody said of the sections of sites, by their names."""

    withdrawals: Withdrawals
    choices: Mapping[str, SectionChoices]

    @classmethod
    def of(cls, urls: Iterable[str], sites: Iterable[str]) -> "Known":
        """What the archives of these WARC files know; of what several say of a site, the first has the word.

        Raises ArchiveDamaged at a file that is none, StoreUnusable where a storage fails.
        """
        places = dict.fromkeys(url.rpartition("/")[0].rpartition("/")[0] for url in urls)
        with TemporaryDirectory() as directory:
            merged = _empty(Path(directory) / "merged")
            for number, place in enumerate(places):
                _take(merged, _empty(Path(directory) / str(number)), place)
            return cls(Withdrawals.of_archive(merged), {site: choices_of(merged, site) for site in sites})


def _empty(root: Path) -> Archive:
    archive = Archive(root)
    for each in (archive.withdrawn_dir, archive.sites_dir):
        each.mkdir(parents=True)
    return archive


def _take(merged: Archive, one: Archive, place: str) -> None:
    fetch_all(f"{place}/{one.withdrawn_dir.name}", "*.json", one.withdrawn_dir)
    fetch_all(f"{place}/{one.sites_dir.name}", "*.toml", one.sites_dir)
    copy_withdrawals(merged, one)
    for path in one.sites_dir.iterdir():
        if not (merged.sites_dir / path.name).exists():
            copyfile(path, merged.sites_dir / path.name)
