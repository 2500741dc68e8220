"""What somebody said of a site's sections stays with the archive."""

from pathlib import Path

import pytest

from archive.errors import ArchiveDamaged, UsageError
from archive.layout import Archive
from crawler.extraction.kind.sections import NO_CHOICES, SectionChoices
from crawler.reextract.section_choices import choices_of, file_of, store_choices
from crawler.spiders.arguments import Arguments


def test_it_is_what_was_said_last(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert choices_of(archive, "port") == NO_CHOICES
    store_choices(archive, "port", SectionChoices.of_names(['产品 "A"', "-随笔"]))
    file_of(archive, "port").write_text(f"{file_of(archive, 'port').read_text()}zone = 'Asia/Shanghai'\n")
    store_choices(archive, "port", SectionChoices.of_names(["随笔"]))
    assert choices_of(archive, "port").names == ['产品 "A"', "随笔"]
    assert "zone = 'Asia/Shanghai'" in file_of(archive, "port").read_text()
    assert choices_of(archive, "other") == NO_CHOICES


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    file_of(Archive(tmp_path), "port").write_text("sections = [")
    with pytest.raises(ArchiveDamaged, match=r"port\.toml"):
        choices_of(Archive(tmp_path), "port")


def test_the_argument_of_a_crawl() -> None:
    given = Arguments.read({"sections": "产品中心 > 水泵, -/case/"}, "http://port.example/")
    assert given.sections.names == ["产品中心 > 水泵", "-/case/"]
    with pytest.raises(UsageError, match="names no section"):
        Arguments.read({"sections": "a,-"}, "http://port.example/")
