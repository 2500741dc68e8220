"""The pages that the weights are learned from, with their gold text: WCXB's development part, AEB, our own corpus."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.eval.gold import read_corpus

ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page of a set, its gold text, and the set's word for its kind."""

    set: str
    id: str
    url: str
    content_type: str | None
    payload: bytes
    body: str
    kind: str

    @property
    def is_article(self) -> bool:
        return self.kind == ARTICLE


def read_own() -> list[GoldPage]:
    """The pages of ``tests/eval``."""
    return [
        GoldPage(
            "own", case.name, case.url, case.content_type, case.payload,
            "\n".join(block.text for block in case.gold.blocks), ARTICLE if case.gold.is_article else "other",
        )
        for case in read_corpus()
    ]  # fmt: skip


def read_aeb(folder: Path) -> list[GoldPage]:
    """The pages of article-extraction-benchmark."""
    return [
        GoldPage(
            "aeb", name, values["url"], "text/html; charset=utf-8", _unpacked(folder / "html" / f"{name}.html.gz"),
            values.get("articleBody", ""), ARTICLE,
        )
        for name, values in _json(folder / "ground-truth.json").items()
    ]  # fmt: skip


def read_wcxb(folder: Path) -> list[GoldPage]:
    """The pages of WCXB's development part; its test part is looked at by nobody."""
    return [_wcxb(folder, path) for path in sorted((folder / "dev" / "ground-truth").glob("*.json"))]


def _wcxb(folder: Path, path: Path) -> GoldPage:
    values = _json(path)
    kind = (values.get("_internal") or {}).get("page_type") or {}
    kind = kind.get("primary", ARTICLE) if isinstance(kind, dict) else kind
    html = _unpacked(folder / "dev" / "html" / f"{path.stem}.html.gz")
    gold = values["ground_truth"].get("main_content") or ""
    return GoldPage("wcxb", path.stem, values.get("url") or "", "text/html", html, gold, kind)


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
