"""Which sites a file names, what is refused in it, and in what order they are crawled."""

from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.jobs_and_locks import Job
from archive.layout import Archive
from crawler.many_sites.site_list import read_sites, sites_by_last_crawl
from crawler.sites import KnownSites


def written(place: Path, text: str, name: str = "sites.txt") -> Path:
    path = place / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path, **arguments: str) -> str:
    with pytest.raises(UsageError) as refused:
        read_sites(path, arguments, KnownSites())
    return str(refused.value)


def test_a_line_is_a_site(tmp_path: Path) -> None:
    text = "\ufeff# agencies\n\nhttps://www.daxinya.com/\n  http://Example.com:80/news/#top # the second\r\n"
    sites = read_sites(written(tmp_path, text), {"since": "2025-01-01", "max_pages": "9", "full": "1"}, KnownSites())
    assert [(site.name, site.start_url, site.where) for site in sites] == [
        ("daxinya", "https://www.daxinya.com/", "line 3"),
        ("example.com", "http://example.com/news/", "line 4"),
    ]


def test_all_that_is_wrong_is_told_at_once_by_its_line(tmp_path: Path) -> None:
    lines = ["http://a.example/", "nonsense", "ftp://b.example/", "https://www.a.example/", "http://u:p@c.example/"]
    said = refusal(written(tmp_path, "\n".join(lines)))
    for part in (
        "line 2: start_url='nonsense' is not the address of a page",
        "line 3: ",
        "line 4: https://www.a.example/ is the same site (a.example) as line 1",
        "line 5: ",
    ):
        assert part in said
    assert "line 1: " not in said


def test_of_many_faults_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, "x\n" * 500))
    assert said.endswith("; and 480 more")
    assert "line 20: " in said
    assert "line 21: " not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "has no site"), (b"# nothing\n", "has no site"), (b"http://\xff.example/", "is not UTF-8 (byte 7)")],
)
def test_a_file_without_sites_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "sites.txt").write_bytes(content)
    assert said in refusal(tmp_path / "sites.txt")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.txt")
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"start_url": "http://a.example/"}, "start_url= is for one site"),
        ({"colour": "red"}, "unknown spider argument 'colour'"),
        ({"since": "yesterday"}, "is not a day"),
    ],
)
def test_arguments_hold_for_all_sites(arguments: dict[str, str], said: str, tmp_path: Path) -> None:
    assert said in refusal(written(tmp_path, "http://a.example/"), **arguments)


def test_a_table_is_a_site_with_a_profile(tmp_path: Path) -> None:
    text = """
    [[site]]
    name = "harbour"
    start_urls = ["https://www.harbour.example/"]
    hosts = ["www.harbour.example", "news.harbour.example"]
    sections = ["^/news/$"]
    articles = ["^/news/\\\\d+"]
    excluded = ["/private/"]
    """
    (site,) = read_sites(written(tmp_path, text, "sites.toml"), {}, KnownSites())
    assert (site.name, site.start_url) == ("harbour", "https://www.harbour.example/")
    assert site.profile is not None
    assert site.profile.hosts == ("www.harbour.example", "news.harbour.example")
    assert site.profile.articles == (r"^/news/\d+",)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('name = "a"', "start_urls has 0 addresses"),
        ('start_urls = ["http://a.example/"]', "it has no name"),
        ('name = "A b"\nstart_urls = ["http://a.example/"]', "site name 'A b'"),
        ('name = "daxinya"\nstart_urls = ["http://a.example/"]', "has a file of its own"),
        ('name = "a"\nstart_urls = ["x"]', "is not the address of a page"),
        ('name = "a"\nstart_urls = "http://a.example/"', "start_urls is not a list of strings"),
        ('name = "a"\nstart_urls = ["http://a.example/"]\nsections = ["("]', "'(' is not a regular expression"),
        ('name = "a"\nstart_urls = ["http://a.example/"]\nhosts = ["http://a/"]', "'http://a/' is not a host name"),
        ('name = "a"\nstart_urls = ["http://a.example/"]\nzone = "Europe/Paris"', "zone decides how pages are read"),
        ('name = "a"\nstart_urls = ["http://a.example/"]\ncolour = 1', "unknown field 'colour'"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_by_its_place(table: str, said: str, tmp_path: Path) -> None:
    good = '[[site]]\nname = "b"\nstart_urls = ["http://b.example/"]\n[[site]]\n'
    refused = refusal(written(tmp_path, good + table, "sites.toml"))
    assert "site 2 (" in refused
    assert said in refused


@pytest.mark.parametrize("text", ["site = 1", "[site]\nname = 'a'", "[[sites]]", "this is no TOML"])
def test_toml_of_another_form_is_refused(text: str, tmp_path: Path) -> None:
    assert "sites.toml: " in refusal(written(tmp_path, text, "sites.toml"))


def test_sites_crawled_longest_ago_come_first(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data").create()
    lines = "\n".join(f"http://{name}.example/" for name in ("late", "never", "early", "new"))
    for site in ("early.example", "late.example", "early.example", "late.example"):
        Job.begin(archive, site, {})
    found = sites_by_last_crawl(archive, read_sites(written(tmp_path, lines), {}, KnownSites()))
    assert [site.name for site in found] == ["never.example", "new.example", "early.example", "late.example"]


def test_how_often_a_site_is_crawled(tmp_path: Path) -> None:
    table = "[[site]]\nname = 'harbour'\nstart_urls = ['https://www.harbour.example/']\n"
    more = "hosts = ['harbour.example', 'news.harbour.example']\nevery = '12h'\n"
    (site,) = read_sites(written(tmp_path, table + more, "sites.toml"), {}, KnownSites())
    assert site.every == 12 * 3600
    assert site.hosts == ("harbour.example", "news.harbour.example")
    for wrong in ("'0h'", "'twice a day'", "12"):
        assert "is not a period; write it as 30m, 12h or 7d" in refusal(
            written(tmp_path, f"{table}every = {wrong}\n", "wrong.toml")
        )
