"""The adapters of other extractors, with stand-ins for their modules: none of them need be installed."""

from types import SimpleNamespace

import pytest

from tests.eval import peers
from tests.eval.gold import CORPUS, read_case
from tests.eval.reading import Reading

CASE = read_case(CORPUS / "about_404_pages")


def fail(*_: object, **__: object) -> None:
    raise ValueError("math domain error")


def test_lines_lose_the_marks_of_a_list_and_what_is_empty() -> None:
    module = SimpleNamespace(
        bare_extraction=lambda *_, **__: SimpleNamespace(text="a\n\n- b  c", title="t", date="2024-01-02")
    )
    assert peers._read(peers._trafilatura, module, CASE) == Reading(("a", "b c"), "t", "2024-01-02")


def test_an_extractor_that_finds_nothing_reads_an_empty_page() -> None:
    module = SimpleNamespace(bare_extraction=lambda *_, **__: None)
    assert peers._read(peers._trafilatura, module, CASE) == Reading((), None, None)


def test_an_extractor_that_raises_reads_an_empty_page() -> None:
    module = SimpleNamespace(GeneralNewsExtractor=lambda: SimpleNamespace(extract=fail))
    assert peers._read(peers._gne, module, CASE) == Reading((), None, None)


def test_html_that_an_extractor_returns_is_read_by_its_block_elements() -> None:
    document = SimpleNamespace(summary=lambda: "<div><p>a</p><p>b</p></div>", short_title=lambda: "t")
    module = SimpleNamespace(Document=lambda *_, **__: document)
    assert peers._read(peers._readability, module, CASE) == Reading(("a", "b"), "t", None)


def test_only_what_is_installed_is_available(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"absent": ("no_such_module_here", peers._gne), "present": ("json.decoder", peers._gne)}
    monkeypatch.setattr(peers, "_ADAPTERS", table)
    assert [(peer.name, peer.version) for peer in peers.available()] == [("present", "")]
