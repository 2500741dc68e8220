"""What is done before and after crawls: for all of them once, and for a site while others are under way."""

from archive.bitext.lexicon.chinese_words import is_chinese_word
from archive.index import IndexWriter, mark_job_indexed, update_index
from archive.jobs import lock_site, unextracted
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.page import Page
from archive.model.times import format_time, utc_now
from archive.warc import catalogue_whole, recover_site
from crawler.extraction import extract
from crawler.progress.ended import Ended
from crawler.progress.record import keep_summary
from crawler.reextract import reextract_missing

_PAGE = (
    "<title>翻译公司新闻</title><h1>翻译公司新闻</h1>"
    "<p>外交部长在会议上发表了关于国际产能合作的讲话,各方代表对此表示欢迎。</p>"
    "<p>The Foreign Minister gave a speech on international industrial cooperation, which all sides welcomed.</p>"
    "<p>Компания сообщила, что переводчики приняли участие в ежегодной встрече в портовом городе.</p>"
) * 2


def load_tables() -> None:
    """Load what extraction reads from its tables and the dictionary.

    Threads that begin together would else each load a copy of their own, tens of megabytes a thread.
    """
    now = format_time(utc_now())
    capture = Capture("http://localhost/", None, None, None, None, now, 200, payload_digest=None)
    is_chinese_word("翻译")
    extract(Page("localhost", capture, (("Content-Type", "text/html; charset=utf-8"),), _PAGE.encode()))


def prepare(archive: Archive, site: str) -> None:
    """Make what a crawl of the site that was killed still owes, which can take as long as reading all its pages.

    It is done in a thread, so that no other crawl is kept waiting. The crawl itself looks for that too, and finds
    nothing left to do. Raises ArchiveLocked when another crawl of the site is under way, and what the archive raises
    where it cannot be used.
    """
    with lock_site(archive, site):
        recover_site(archive.warc_dir, site)
        if any(stem.site == site for stem in unextracted(archive)):
            update_index(archive, catalogue_whole)
            for _ in reextract_missing(archive, site):
                pass


def conclude(crawl: Ended) -> None:
    """Write down that a crawl has ended: its summary, and in the index that its files are wholly taken in.

    The crawls that begin after it need not read its files again. Raises ArchiveUnusable when the archive cannot be
    written.
    """
    keep_summary(crawl, None)
    if crawl.job and crawl.error is None and crawl.reason is not None:
        with IndexWriter(crawl.archive) as writer:
            mark_job_indexed(crawl.archive, writer, crawl.job)
