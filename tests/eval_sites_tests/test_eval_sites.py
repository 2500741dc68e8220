from pathlib import Path

import pytest

from tests.archive.index.sample_documents import make_document
from tests.eval_sites.__main__ import main
from tests.eval_sites.score import invented

WORDS = ("ferry", "harbour", "bridge", "market", "school")


def page(title: str, text: str) -> str:
    return (
        f"<html><head><meta charset=utf-8><title>{title} - Harbour</title></head><body>"
        f"<div class=path><a href=/>Home</a> &gt; <a href=/news/>News</a></div><h1>{title}</h1>"
        f"<p>Published: 2024-05-06</p><div class=text><p>{text}</p></div></body></html>"
    )


def article(word: str) -> str:
    return page(
        f"The {word} opens again after the storm",
        f"The {word} will open again on Thursday morning, said the harbour office. Whoever needs the {word} before "
        f"then is asked to write to the office, which answers within two days.",
    )


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    news = tmp_path / "trees" / "harbour" / "news"
    news.mkdir(parents=True)
    links = "".join(f"<li><a href=/news/{word}.html>The {word} opens again</a> 2024-05-06</li>" for word in WORDS)
    (news.parent / "index.html").write_text(
        f"<title>Harbour</title><ul>{links}<li><a href=/gone.html>Harbour gone</a></ul>", encoding="utf-8"
    )
    for word in WORDS:
        (news / f"{word}.html").write_text(article(word), encoding="utf-8")
    (tmp_path / "lists" / "articles").mkdir(parents=True)
    (tmp_path / "lists" / "sites.toml").write_text('[harbour]\nroot = "harbour"\nstart = "/"\n', encoding="utf-8")
    (tmp_path / "lists" / "articles" / "harbour.txt").write_text(
        "/news/ferry.html\n/news/harbour.html\n/news/bridge.html\n/news/lost.html\n?/news/market.html\n",
        encoding="utf-8",
    )
    return tmp_path


def test_counts_what_a_crawl_found_and_what_it_did_not(trees: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(trees / "trees"), "--lists", str(trees / "lists"), "--pages"])
    out = capsys.readouterr().out.split("\n")
    assert code == 0
    assert out[:2] == ["harbour: missed: /news/lost.html", "harbour: wrong: /news/school.html"]
    row = [cell.strip() for cell in out[4].strip("|").split("|")]
    assert row[:6] == ["harbour", "0.750", "0.750", "4", "4", "0"]
    requests, dead = map(int, row[6:])
    assert requests > len(WORDS)
    assert dead >= 1


def test_text_that_stands_under_four_titles_is_invented() -> None:
    shared = [make_document("The ferry closes at noon.", title=f"The {word}", path=word) for word in WORDS[:4]]
    own = make_document("A text of its own.", path="own")
    assert invented([*shared, own]) == [document.url for document in shared]
    assert invented([*shared[:3], own]) == []


def test_a_folder_without_the_trees_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "none of the trees" in capsys.readouterr().err
