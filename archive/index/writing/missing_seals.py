"""Creates the manifest and the seals of an archive that has none: an old one, or restored WARC files."""

from archive.fixity import enter, seal
from archive.fixity.seals import seal_of
from archive.jobs import live_jobs, unextracted
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.warc import Record, salvage_records


def create_missing_seals(archive: Archive) -> None:
    """Without a manifest, enter all undamaged finished WARC files, and seal all fully extracted files.

    Damaged files are not entered, so that a check reports them.
    """
    if archive.manifest_dir.is_dir() or not archive.stems():
        return
    archive.manifest_dir.mkdir()
    live, pending = live_jobs(archive), set(unextracted(archive))
    for path in archive.warc_paths():
        if not path.name.endswith(OPEN_SUFFIX) and WarcName.parse(path.name).job not in live:
            found = list(map(_is_record, salvage_records(path)))
            if found and all(found):
                enter(archive, path, path.name, len(found))
    for stem in archive.stems():
        if stem not in pending and stem.job not in live:
            for path in (archive.documents_file(stem), archive.bitext_file(stem)):
                if path.exists() and not seal_of(path).exists():
                    seal(path)
    for site in archive.sites():
        path = archive.cross_page_file(site)
        if path.exists() and not seal_of(path).exists():
            seal(path)


def _is_record(found: object) -> bool:
    return isinstance(found, Record)
