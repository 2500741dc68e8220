"""The manifest and the seals of an archive without: one of before there were any, or WARC files restored."""

from archive.fixity import enter, seal
from archive.fixity.seals import seal_of
from archive.jobs import live_jobs, unextracted
from archive.layout import OPEN_SUFFIX, Archive, Stem
from archive.warc import Record, salvage_records


def adopt(archive: Archive) -> None:
    """Enters all whole finished WARC files, and seals all that was wholly extracted, where there is no manifest.

    What is damaged already is not entered, so that a check tells of it.
    """
    if archive.manifest_dir.is_dir() or not archive.stems():
        return
    archive.manifest_dir.mkdir()
    live, owing = live_jobs(archive), set(unextracted(archive))
    for path in archive.warc_paths():
        if not path.name.endswith(OPEN_SUFFIX) and Stem.parse(path.name).job not in live:
            found = list(map(_is_record, salvage_records(path)))
            if found and all(found):
                enter(archive, path, path.name, len(found))
    for stem in archive.stems():
        if stem not in owing and stem.job not in live:
            for path in (archive.documents_file(stem), archive.bitext_file(stem)):
                if path.exists() and not seal_of(path).exists():
                    seal(path)
    for site in archive.sites():
        path = archive.cross_page_file(site)
        if path.exists() and not seal_of(path).exists():
            seal(path)


def _is_record(found: object) -> bool:
    return isinstance(found, Record)
