"""The pairs of a document: which of a page's blocks translate each other."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from archive.model.document import Document
from tests import forked

Extracted = Callable[..., Document]

CHINESE = [
    "港口是国民经济的晴雨表。去年，全省港口完成货物吞吐量2.38亿吨，同比增长6.4%。",
    "有人问我，港口的短板到底在哪里？我的回答是：在服务，不在设备。",
    "让我们携起手来，把海口建设成为面向太平洋和印度洋的开放门户！",
]
ENGLISH = [
    "A port is the barometer of an economy. Last year, our ports handled 238 million tonnes, up 6.4 percent.",
    "I am sometimes asked where exactly our weakness lies. My answer is: in service, not in equipment.",
    "Let us join hands and make Haikou a gateway to the Pacific and the Indian Ocean!",
]
ONLY_ENGLISH = "The speech was followed by a lunch to which the shipping companies of the region had been invited."


def page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>Ports</title></head><body><h1>Ports</h1><div>{body}</div></body></html>"


def texts_of_pairs(document: Document) -> list[tuple[str, str]]:
    texts = {block.n: block.text for block in document.blocks}
    return [(texts[pair.source[0]], texts[pair.target[0]]) for pair in document.pairs]


def test_paragraphs_that_take_turns_are_paired(extracted: Extracted) -> None:
    turns = [side for pair in zip(CHINESE, ENGLISH, strict=True) for side in pair]
    document = extracted(page([*turns[:2], ONLY_ENGLISH, *turns[2:]]))
    assert texts_of_pairs(document) == list(zip(CHINESE, ENGLISH, strict=True))
    assert all(pair.score > 0.5 for pair in document.pairs)


def test_halves_are_paired_with_the_chinese_side_as_the_source(extracted: Extracted) -> None:
    assert texts_of_pairs(extracted(page(ENGLISH + CHINESE))) == list(zip(CHINESE, ENGLISH, strict=True))


def test_a_page_in_one_language_has_no_pairs_and_does_not_read_the_dictionary() -> None:
    program = (
        "import sys; from tests.crawler.extraction.conftest import page_of; from crawler.extraction import extract;"
        "from archive.bitext import chinese_words;"
        "document = extract(page_of(sys.argv[1]));"
        "print(len(document.blocks), len(document.pairs), chinese_words._entries.cache_info().currsize)"
    )
    for texts in (CHINESE, ENGLISH):
        run = forked.run([sys.executable, "-c", program, page(texts)], cwd=Path.cwd(), env=os.environ)
        assert run.stdout.split() == ["3", "0", "0"]
