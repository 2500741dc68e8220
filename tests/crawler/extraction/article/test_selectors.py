"""A site's selectors: what they find comes first, in their days; what they do not find is left to the heuristics."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.errors import UsageError
from archive.layout import Archive
from archive.model.document import Document
from archive.model.page_headers_content_and_charset_names import Page
from crawler.commands.extract import Command
from crawler.extraction import extract
from crawler.sites import KnownSites, Profile, Selectors
from crawler.spiders.agency import AgencySpider

LEAD = "The ferry at Hekou sails again, said the harbour master on Monday, after a winter of repairs."
BODY = "It carries forty people and their bicycles, and the crossing takes no more than eleven minutes."
BOX = "The harbour has a tea house, which opens at nine, and a small museum of ropes and old lamps."
PAGE = f"""<html><head><title>Hekou</title><meta name=writer content="Li Pier"></head><body>
<div class=strap>Shipping week</div><h1>Harbour news</h1><div class=head>The ferry sails again</div>
<div class=deck>After a winter of repairs</div><div class=from>Source: Hekou Courier</div>
<div class=when>Out 2019-05-03 Issue 12</div>
<div class=lead><p>{LEAD}</p></div><div class=box><p>{BOX}</p></div><div class=text><p>{BODY}</p></div>
<div class=end>Copyright 2019 Hekou Courier</div></body></html>"""
SELECTORS = Selectors(
    body=".lead, .text",
    title="//div[@class='head']",
    subtitle=".deck::text",
    published=".when",
    source=".from",
    author="meta[name=writer]::attr(content)",
)


@pytest.fixture
def given_selectors() -> list[Selectors]:
    return []


@pytest.fixture
def profiled(given_selectors: list[Selectors]) -> Callable[..., None]:
    """Gives the site of the pages a profile: ``profiled(selectors, …)``."""

    def give(*selectors: Selectors) -> None:
        given_selectors[:] = selectors

    return give


@pytest.fixture
def extracted(make_page: Callable[..., Page], given_selectors: list[Selectors]) -> Callable[..., Document]:
    def read(html: str, **given: object) -> Document:
        return extract(make_page(html, **given), profile=Profile("example.com", selectors=tuple(given_selectors)))

    return read


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def visible(document: Document) -> str:
    """All text of the document, fields and what is removed included, letters only, sorted."""
    fields = (document.title, document.subtitle, document.source)
    parts = [*texts(document), *(entry.text for entry in document.removed), *filter(None, fields)]
    return "".join(sorted("".join(parts).replace(" ", "")))


def test_fields_and_body(profiled: Callable[..., None], extracted: Callable[..., Document]) -> None:
    profiled(SELECTORS)
    document = extracted(PAGE)
    assert texts(document) == [LEAD, BODY]
    assert (document.title, document.subtitle) == ("The ferry sails again", "After a winter of repairs")
    assert (document.source, document.author) == ("Hekou Courier", "Li Pier")
    assert document.published == "2019-05-03"
    removed = [entry.text for entry in document.removed]
    assert removed == [
        "Shipping week", "Harbour news", "Source:", "Out", "Issue 12", BOX, "Copyright 2019 Hekou Courier",
    ]  # fmt: skip


def test_what_is_removed(profiled: Callable[..., None], extracted: Callable[..., Document]) -> None:
    whole = texts(extracted(PAGE))
    assert BOX in whole
    profiled(Selectors(remove=(".box",)))
    document = extracted(PAGE)
    assert texts(document) == [text for text in whole if text != BOX]
    assert BOX in [entry.text for entry in document.removed]


def test_text_is_accounted_for_once(profiled: Callable[..., None], extracted: Callable[..., Document]) -> None:
    page = PAGE.replace("Out 2019-05-03 Issue 12", "Out in May")
    without = visible(extracted(page))
    profiled(SELECTORS)
    assert visible(extracted(page)) == without


def test_selectors_that_find_nothing_leave_it_to_the_heuristics(
    profiled: Callable[..., None], extracted: Callable[..., Document]
) -> None:
    as_it_is = extracted(PAGE)
    profiled(Selectors(body="#none", title="//h7", published=".strap", source="//@none", remove=(".none",)))
    document = extracted(PAGE)
    assert (texts(document), document.title, document.published) == (
        texts(as_it_is), as_it_is.title, as_it_is.published,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ({"valid_from": "2026-11-24", "valid_until": "2026-11-24"}, "The ferry sails again"),
        ({"valid_until": "2026-11-23"}, "Harbour news"),
        ({"valid_from": "2026-11-25"}, "Harbour news"),
    ],
)
def test_days(
    days: Mapping[str, Any], title: str, profiled: Callable[..., None], extracted: Callable[..., Document]
) -> None:
    profiled(Selectors(title=".head", **days))
    assert extracted(PAGE).title == title  # captured on 2026-11-24


def test_first_of_several_that_hold(profiled: Callable[..., None], extracted: Callable[..., Document]) -> None:
    profiled(Selectors(title=".strap", valid_until="2020-01-01"), Selectors(title=".head"), Selectors(title="h1"))
    assert extracted(PAGE).title == "The ferry sails again"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "//h1["', "selector title: '//h1[' is no XPath"),
        ('body = "div >"', "selector body: 'div >' is no CSS selector"),
        ('source = "//a[none(.)]"', "selector source: '//a[none(.)]' is no XPath that can be used: no function none"),
        ('remove = ["p", "..b"]', "selector remove: '..b' is no CSS selector"),
        ('valid_from = "1 May"', "valid_from: '1 May' is not a day"),
        ('bdy = "p"', "selectors 1: unknown field 'bdy'"),
    ],
)
def test_faulty_profile_is_one_error_before_anything_is_fetched(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = Archive(tmp_path / "data")
    archive.sites_dir.mkdir(parents=True)
    (archive.sites_dir / "example.com.toml").write_text(f"[[selectors]]\n{text}\n")
    with pytest.raises(UsageError, match=r"example\.com\.toml: ") as raised:
        AgencySpider(known_sites=KnownSites(archive), start_url="https://example.com/")
    assert message in str(raised.value)
    command = Command()
    command.settings = Settings({"ARCHIVE_DIR": str(archive.root)})
    command.run(["http://example.com.invalid/"], _options())
    assert message in capsys.readouterr().err
    assert command.exitcode == UsageError.exit_code


def _options() -> argparse.Namespace:
    return argparse.Namespace(batch=None, url=None, content_type=None, site=None, template=None)
