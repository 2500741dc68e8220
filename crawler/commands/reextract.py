"""``scrapy reextract``: make documents from WARC files again, without the network.

What extracts is imported when it runs: Scrapy imports the modules of all commands to run one.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from archive.errors import ArchiveError
from archive.layout import Archive
from crawler.sites import KnownSites

if TYPE_CHECKING:
    from crawler.reextract.reextraction_of_files_and_worker_processes import ReextractedFile


class Command(ScrapyCommand):
    """Makes the documents that are missing, or all, again from the WARC files."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 # as Scrapy's commands declare it

    def syntax(self) -> str:
        return "[--all|--outdated] [--site SITE] [--diff] [--workers N]"

    def short_desc(self) -> str:
        return "Make documents from WARC again: those missing, or all"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all documents, not only those missing")
        parser.add_argument(
            "--outdated", action="store_true", help="also those that were made by other rules than today's"
        )
        parser.add_argument("--site", metavar="SITE", help="only this site's")
        parser.add_argument(
            "--diff", action="store_true", help="only show what --all would change; nothing is stored"
        )
        parser.add_argument(
            "--workers", metavar="N", type=int, help="number of processes; by default as many as cores"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            self._fail(f"reextract takes no argument {args[0]!r}; see --help", 2)
            return
        if opts.workers is not None and opts.workers < 1:
            self._fail(f"--workers {opts.workers}: at least 1 is needed to do the work", 2)
            return
        try:
            archive = Archive.at(self.settings.get("ARCHIVE_DIR") if self.settings else None).require()
            KnownSites(archive).profiles()  # a faulty file is told before any page is read
            self._run(archive, opts)
        except ArchiveError as error:
            self._fail(str(error), error.exit_code)
        except BrokenPipeError:  # the reader of the output has closed it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _run(self, archive: Archive, opts: argparse.Namespace) -> None:
        from archive.corpus.tokens_file_writer_and_postings import update_tokens
        from archive.index import Index, update_index
        from archive.index.tables.captures_and_change_events import damage_summary
        from archive.query.statistics import sites_by_size
        from crawler.reextract.reextraction_of_files_and_worker_processes import available_cores

        workers = opts.workers or available_cores()
        if update_index(archive).renewed:
            print("the index was of another version; it was made from the files", file=sys.stderr)
        sites = [site for site in sites_by_size(archive) if opts.site in (None, site)]
        if opts.diff:
            self._show_changes(archive, sites)
            return
        if opts.all:
            self._reextract_all(archive, sites, workers)
        else:
            self._reextract_missing(archive, sites, workers, renew=opts.outdated)
        update_index(archive)
        update_tokens(archive)
        with Index(archive) as index:
            damage = damage_summary(index.damage())
        if damage:
            print(damage, file=sys.stderr)

    def _show_changes(self, archive: Archive, sites: Sequence[str]) -> None:
        from archive.index import Index
        from archive.jobs_and_locks import live_jobs
        from crawler.reextract.reextraction_of_files_and_worker_processes import document_changes
        from crawler.reextract.template_updates import learn_templates
        from crawler.template_files_and_learning import template_of

        with Index(archive) as index:
            for site in sorted(sites):
                new = {
                    each.template.name: each.template
                    for each in learn_templates(archive, site, live=live_jobs(archive))
                }
                for stem in archive.warc_names_of(site):
                    template = new.get(f"{site}/{stem.job}") or template_of(archive, stem)
                    for line in document_changes(archive, stem, index.capture_with_digest, template):
                        print(line)

    def _reextract_all(self, archive: Archive, sites: Sequence[str], workers: int) -> None:
        from crawler.reextract.all_sites import reextract_sites

        for site in reextract_sites(archive, sites, workers, _print_progress):
            print(f"{site.name}: {site.documents} documents made from {site.files} WARC files", flush=True)

    def _reextract_missing(self, archive: Archive, sites: Sequence[str], workers: int, *, renew: bool) -> None:
        from archive.jobs_and_locks import lock_site
        from archive.warc.open_warc_file_and_recovery import recover_site
        from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
        from crawler.reextract.template_updates import reextract_and_sketch, update_templates

        for site in sites:
            with lock_site(archive, site):
                recover_site(archive, site)
                again = reextract_and_sketch(archive, site, workers) if renew else ()
                made = Counter({each.stem: each.documents for each in again})
                for stem, old, new in update_templates(archive, site, workers, renew=renew):
                    made[stem] += len(new) - (len(old) if stem in made else 0)
                for each in reextract_missing(archive, site, workers, verify=True, renew=renew):
                    made[each.stem] += each.documents
            print(f"{site}: {made.total()} {'missing or outdated' if renew else 'missing'} documents made")

    def _fail(self, line: str, code: int) -> None:
        print(f"error: {line}", file=sys.stderr)
        self.exitcode = code


def _print_progress(made: "ReextractedFile") -> None:
    if sys.stderr.isatty():
        print(f"{made.stem}: {made.documents} documents", file=sys.stderr)
