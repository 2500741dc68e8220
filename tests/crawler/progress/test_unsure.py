from dataclasses import replace

from archive.model.capture import Capture
from archive.model.document import Block, Document, Extractor
from crawler.progress.crawl_result_and_summary import unsure_rows
from crawler.spiders.response_text_document_and_crawl_report import MOST_NAMED, Report

CAPTURE = Capture("http://ferry.example/", None, None, None, None, "2026-01-01T00:00:00Z", 200, None)
TEXT = (Block(0, "paragraph", "The ferry runs.", "en", 0.9, "/html/body/p"),)
PAGE = Document(
    id="ferry-0123456789ab", version=CAPTURE.date, url="http://ferry.example/a", site="ferry", kind="page",
    title=None, confidence=0.31, blocks=TEXT, capture=CAPTURE, extractor=Extractor("0.1.0", "ferry/1"),
)  # fmt: skip


def test_summary_names_the_likeliest_of_what_may_be_articles() -> None:
    report = Report()
    for n in range(7):
        report.note_uncertain(replace(PAGE, url=f"http://ferry.example/{n}", confidence=n / 10))
    first, *named = unsure_rows(report)
    assert first == ("unsure", "7 pages with a text may be articles and were not stored, the likeliest:")
    assert [text for _, text in named] == [f"0.{n}0 http://ferry.example/{n}" for n in (6, 5, 4, 3, 2)]


def test_articles_and_pages_without_text_are_not_unsure() -> None:
    report = Report()
    report.note_uncertain(replace(PAGE, kind="article"))
    report.note_uncertain(replace(PAGE, blocks=()))
    assert list(unsure_rows(report)) == []


def test_more_than_are_named_are_counted() -> None:
    report = Report()
    for n in range(MOST_NAMED + 3):
        report.note_uncertain(replace(PAGE, url=f"http://ferry.example/{n}"))
    assert (len(report.unsure), report.unsure_unnamed) == (MOST_NAMED, 3)
    assert next(unsure_rows(report))[1].startswith(f"{MOST_NAMED + 3} pages")
