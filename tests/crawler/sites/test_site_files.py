"""What is known of a site is a TOML file: read whole or refused in one line, the archive's before the program's."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.layout import Archive
from crawler.sites import KnownSites, Profile, Selectors
from crawler.sites.profile_and_site_files import (
    new_site_text,
    parse_profile,
    revision_of,
    store_site_file,
    with_revision,
)

WHOLE = """\
revision = 3
start_urls = ["https://www.hekou.example/"]
hosts = ["www.hekou.example", "hekou.example"]
listings = ["^/news/"]
articles = ["^/news/[0-9]+"]
excluded = ["[?&]print="]
sections = ["News", "-Prices"]
zone = "Asia/Shanghai"
delay = 2.5

[[selectors]]
valid_until = 2024-03-31
body = "div.old"

[[selectors]]
title = "h1"
remove = [".box", "//aside"]
"""


def test_every_field_is_read() -> None:
    assert parse_profile("hekou", WHOLE, "hekou.toml") == Profile(
        name="hekou",
        revision=3,
        start_urls=("https://www.hekou.example/",),
        hosts=("www.hekou.example", "hekou.example"),
        listings=("^/news/",),
        articles=("^/news/[0-9]+",),
        excluded=("[?&]print=",),
        sections=("News", "-Prices"),
        zone="Asia/Shanghai",
        delay=2.5,
        selectors=(
            Selectors(body="div.old", valid_until="2024-03-31"),
            Selectors(title="h1", remove=(".box", "//aside")),
        ),
    )


def test_the_programs_own_files_are_valid() -> None:
    known = KnownSites()
    found = [file for name in known.names if (file := known.file(name))]
    assert [parse_profile(file.name, file.text, file.place) for file in found] == known.profiles()
    assert found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hosts = 5", "hosts: 5 is not of type 'array'"),
        ('hosts = ["a b"]', "hosts: 'a b' is not a host name"),
        ("bodyy = 1", "unknown field 'bodyy'; there are revision, start_urls"),
        ('name = "x"', "unknown field 'name'"),
        ('[[selectors]]\nbdy = "p"', "selectors 1: unknown field 'bdy'; there are body, title"),
        ('[[selectors]]\nbody = "p["', "selector body: 'p[' is no CSS selector"),
        ('listings = ["("]', "listings: '(' is not a regular expression"),
        ('start_urls = ["ftp://x.example/"]', "start_urls: 'ftp://x.example/' is not the address of a page"),
        ('zone = "Mars/Base"', "zone: 'Mars/Base' is not a time zone"),
        ("delay = -1", "delay: -1 is less than the minimum of 0"),
        ("selectors = 5", "selectors: 5 is not of type 'array'"),
        ("revision = 0", "revision: 0 is less than the minimum of 1"),
        ("x =", "Invalid value"),
    ],
)
def test_a_faulty_file_is_one_line_that_names_the_place_and_the_remedy(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_profile("hekou", text, "sites/hekou.toml")
    line = str(refused.value)
    assert line.startswith(f"sites/hekou.toml: {said}")
    assert line.endswith("correct it with 'archive site edit hekou'")
    assert "\n" not in line


def test_a_field_of_the_archives_file_takes_the_place_of_the_programs(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    before = KnownSites(archive).named("daxinya")
    store_site_file(archive, "daxinya", 'revision = 7\nhosts = ["other.example"]\n')
    known = KnownSites(archive)
    assert known.named("daxinya") == replace(before, revision=7, hosts=("other.example",))
    assert known.site_at("https://other.example/1") == "daxinya"


def test_a_new_sites_file_is_valid_and_claims_its_hosts(tmp_path: Path) -> None:
    store_site_file(Archive(tmp_path), "hekou", new_site_text("hekou", "https://www.hekou.example/news/"))
    known = KnownSites(Archive(tmp_path))
    assert known.names == ("daxinya", "hekou")
    assert known.named("hekou").start_urls == ("https://www.hekou.example/news/",)
    assert known.site_at("http://hekou.example/2") == "hekou"


def test_a_faulty_text_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        store_site_file(Archive(tmp_path), "hekou", "zone = 1")
    assert not (tmp_path / "sites").exists()


def test_the_revision_is_counted_where_it_stands_or_put_first() -> None:
    assert revision_of(WHOLE) == 3
    assert with_revision(WHOLE, 4) == WHOLE.replace("revision = 3", "revision = 4")
    assert with_revision("hosts = []\n", 2) == "revision = 2\nhosts = []\n"
