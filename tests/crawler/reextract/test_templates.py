"""A crawl learns its site's template; what is made with it can be made again from the WARC files alone."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.document_and_unit_files import read_documents
from archive.layout import Archive
from archive.model.document import Document
from archive.query.statistics import read_statistics
from crawler.template_files_and_learning import read_template
from tests.crawler.extraction.article.test_template import NOTE, PICTURE, page_of
from tests.crawler.spiders.odd_server import run_scrapy
from tests.eval_sites.server import Served, served

LATE = range(37, 41)
"""The pages that have the note; with the last of them it stands under four titles."""


def write_site(folder: Path, noted: range, note: str = NOTE, first: int = 1) -> None:
    """Forty articles in a chain of next links; those that have the note say nothing else but in a picture."""
    (folder / "news").mkdir(exist_ok=True)
    numbers = range(first, first + 40)
    for number in numbers:
        here = number - first + 1 in noted
        page = page_of(number, PICTURE if here else None, f"<p>{note}</p>" if here else "").payload.decode()
        following = f"<p>Next: <a href='/news/{number + 1}.html'>The next letter of the harbour</a></p>"
        path = folder / "news" / f"{number}.html"
        path.write_text(page.replace("</body>", f"{following if number + 1 in numbers else ''}</body>"))
    (folder / "index.html").write_text(f"<title>Harbour</title><a href='/news/{first}.html'>Letters of harbours</a>")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "site").mkdir()
    write_site(tmp_path / "site", LATE)
    with served(tmp_path / "site") as server:
        yield server


def crawl(site: Served, archive: Archive, *more: str) -> str:
    address = f"start_url={site.url}/"
    done = run_scrapy(
        "crawl", "agency", "-a", address, *more, "-s", f"ARCHIVE_DIR={archive.root}", "-s", "REQUISITES=0"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def documents(archive: Archive, job: str | None = None) -> dict[str, Document]:
    stems = [stem for stem in archive.warc_names() if job in (None, stem.job)]
    found = [line.document for stem in stems for line in read_documents(archive.documents_file(stem))]
    return {document.url.rpartition("/")[2]: document for document in found}


def made(archive: Archive) -> dict[str, bytes]:
    """Documents, units and templates, by their paths."""
    forms = ("documents/*/*/*.jsonl.gz", "bitext/*/*/*.jsonl", "templates/*.json")
    paths = [path for form in forms for path in archive.root.glob(form)]
    assert len({path.parent for path in paths}) == len(forms)
    return {str(path.relative_to(archive.root)): path.read_bytes() for path in paths if "across" not in path.name}


def made_from_warc(archive: Archive, root: Path, *arguments: str) -> dict[str, bytes]:
    """What 'scrapy reextract' makes of the WARC files and nothing else."""
    shutil.copytree(archive.warc_dir, root / "warc")
    if archive.sites_dir.exists():
        shutil.copytree(archive.sites_dir, root / "sites")
    done = run_scrapy("reextract", *arguments, "-s", f"ARCHIVE_DIR={root}")
    assert done.returncode == 0, done.stderr
    return made(Archive(root))


def test_a_line_that_only_the_fortieth_page_shows_to_be_template(site: Served, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    told = crawl(site, archive)
    found = documents(archive)
    assert len(found) == 40
    assert [len(found[f"{number}.html"].blocks) for number in LATE] == [0] * 4
    assert {removed.reason for removed in found["37.html"].removed if removed.text == NOTE} == {"template"}
    assert all(found[f"{number}.html"].blocks for number in range(1, 37))
    (stem,) = archive.warc_names()
    assert {document.extractor.template for document in found.values()} == {f"{stem.site}/{stem.job}"}
    assert "documents  40: " in told
    assert check(archive).faults == []
    here = made(archive)
    assert made_from_warc(archive, tmp_path / "one") == here
    assert made_from_warc(archive, tmp_path / "three", "--all", "--workers", "3") == here


def test_old_captures_are_read_by_the_template_of_their_day(site: Served, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    write_site(tmp_path / "site", range(38, 41))  # too few for the first crawl
    crawl(site, archive)
    (first,) = archive.warc_names()
    before = archive.documents_file(first).read_bytes()
    assert [block.text for block in documents(archive)["38.html"].blocks] == [NOTE]
    time.sleep(1.1)  # a crawl that begins in the second in which the first ended counts for its template
    write_site(tmp_path / "site", range(1, 3), first=101)
    crawl(site, archive, "-a", "full=1")
    second = next(stem for stem in archive.warc_names() if stem != first)
    later = documents(archive, second.job)
    assert archive.documents_file(first).read_bytes() == before
    assert [later[name].blocks for name in ("101.html", "102.html")] == [(), ()]
    assert later["103.html"].blocks
    here = made(archive)
    assert made_from_warc(archive, tmp_path / "again", "--workers", "3") == here
    shutil.rmtree(archive.templates_dir)
    run_scrapy("reextract", "-s", f"ARCHIVE_DIR={archive.root}")
    assert made(archive) == here


def test_one_page_is_read_with_it(site: Served, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    crawl(site, archive)
    path = next(archive.templates_dir.glob("*.json"))
    assert read_template(path).lines
    page = tmp_path / "site" / "news" / "39.html"
    bare = run_scrapy("extract", str(page), "--url", f"{site.url}/news/39.html").stdout
    with_it = run_scrapy("extract", str(page), "--url", f"{site.url}/news/39.html", "--template", str(path)).stdout
    assert f'"blocks": [{{"n": 0, "kind": "paragraph", "text": "{NOTE}"' in bare
    assert '"blocks": []' in with_it


def write_wares(folder: Path) -> None:
    """Twenty articles of a news section, and after them ten wares that read like articles and have no day."""
    for number in range(1, 31):
        page = page_of(number).payload.decode()
        if number > 20:
            page = page.replace("<a href='/news/'>News</a> &gt; Text", "<a href='/p/'>Products</a> &gt; Text")
            page = page.replace("<div class='info'>Published: 2024-05-06</div>", "")
        following = f"<p>Next: <a href='/news/{number + 1}.html'>The next letter of the harbour</a></p>"
        path = folder / "news" / f"{number}.html"
        path.write_text(page.replace("</body>", f"{following if number < 30 else ''}</body>"))


def test_a_section_of_wares_is_left_out_when_the_whole_site_is_known(site: Served, tmp_path: Path) -> None:
    for path in (tmp_path / "site" / "news").iterdir():
        path.unlink()
    write_wares(tmp_path / "site")
    archive = Archive(tmp_path / "data")
    told = crawl(site, archive)
    assert sorted(documents(archive)) == sorted(f"{number}.html" for number in range(1, 21))
    assert "documents  20: " in told
    template = read_template(next(archive.templates_dir.glob("*.json")))
    assert [(section.name, section.pages) for section in template.left_out] == [("Products", 10)]
    assert f"left out   10 pages of the section 'Products', like {site.url}/news/21.html" in told
    (left,) = read_statistics(archive).left_out
    assert (left.site, left.name, left.pages) == (next(iter(archive.warc_names())).site, "Products", 10)
    assert check(archive).faults == []
    here = made(archive)
    assert made_from_warc(archive, tmp_path / "one") == here
    assert made_from_warc(archive, tmp_path / "three", "--all", "--workers", "3") == here
    crawl(site, archive, "-a", "sections=Products, -News")  # the archive knows it from now on
    assert sorted(documents(archive)) == sorted(f"{number}.html" for number in range(21, 31))
    told = crawl(site, archive, "-a", "full=1")
    assert sorted(documents(archive)) == sorted(f"{number}.html" for number in range(21, 31))
    assert "20 pages of the section 'News'" in told
    assert made_from_warc(archive, tmp_path / "said", "--workers", "3") == made(archive)
