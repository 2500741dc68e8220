"""Crawls that upload what they have finished: where the store fails nothing is lost, and the next crawl does it."""

from pathlib import Path

from archive.layout import Archive
from tests.archive_files import files_below
from tests.crawler.capture.crawling import assert_sound, crawl, small_site
from tests.crawler.many_sites.crawling import run
from tests.crawler.many_sites.generated import serve as serve_many
from tests.crawler.spiders.odd_server import serve


def in_store(place: Path) -> dict[str, bytes]:
    return files_below(place / "warc")


def of_archive(root: Path) -> dict[str, bytes]:
    return files_below(Archive(root).warc_dir)


def test_what_a_crawl_has_finished_is_in_the_store_now_or_after_the_next_of_any_site(tmp_path: Path) -> None:
    root, place = tmp_path / "data", tmp_path / "store"
    setting = ("-s", f"ARCHIVE_STORE=file://{place}")
    place.write_text("no directory")
    with serve(small_site) as server, serve(small_site) as other:
        failed = crawl(root, server.url, *setting)
        place.unlink()
        assert_sound(root)
        assert len(of_archive(root)) == 1
        done = crawl(root, other.url, *setting)
    assert failed.returncode == 4
    (line,) = [line for line in failed.stderr.splitlines() if line.startswith("error: ")]
    assert f"{place}/" in line
    assert done.returncode == 0, done.stderr
    assert len(of_archive(root)) == 2
    assert in_store(place) == of_archive(root)


def test_a_store_of_no_known_kind_is_wrong_usage_before_anything_is_asked_for(tmp_path: Path) -> None:
    with serve(small_site) as server:
        done = crawl(tmp_path / "data", server.url, "-s", "ARCHIVE_STORE=nowhere://bucket")
        assert server.log == []
    assert done.returncode == 2
    assert "error: nowhere://bucket: Protocol not known: nowhere" in done.stderr


def test_many_sites_are_uploaded_as_they_end(tmp_path: Path) -> None:
    with serve_many(2, {}) as sites:
        more = ("-s", f"ARCHIVE_STORE={tmp_path / 'store'}", "-a", "max_pages=3")
        done = run(tmp_path / "data", sites.urls, *more)
        (tmp_path / "full").write_text("no directory")
        failed = run(tmp_path / "other", sites.urls, "-s", f"ARCHIVE_STORE={tmp_path / 'full'}", "-a", "max_pages=3")
    assert done.code == 0, done.errors
    assert len(in_store(tmp_path / "store")) == 2
    assert in_store(tmp_path / "store") == of_archive(tmp_path / "data")
    assert failed.code == 4
    assert failed.errors.count("make sure that it can be reached") == 1
    assert "sites      2 crawled, 0 failed" in failed.said
