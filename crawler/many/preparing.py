"""What is done for a site before its crawl begins, in a thread, so that the crawls under way are not kept waiting."""

from archive.index import update_index
from archive.jobs import lock_site, unextracted
from archive.layout import Archive
from archive.warc import catalogue_file, recover_site
from crawler.reextract import reextract_missing


def prepare(archive: Archive, site: str) -> None:
    """Makes what a crawl of the site that was killed still owes, which can take as long as reading all its pages.

    The crawl itself looks for that too, and finds nothing left to do. Raises ArchiveLocked when another crawl of the
    site is under way, and what the archive raises where it cannot be used.
    """
    with lock_site(archive, site):
        recover_site(archive.warc_dir, site)
        if any(stem.site == site for stem in unextracted(archive)):
            update_index(archive, catalogue_file)
            for _ in reextract_missing(archive, site):
                pass
