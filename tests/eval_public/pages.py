"""The pages of the public sets, with what their makers say of them."""

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page of a set. ``url`` may be empty; ``body`` is its gold text.

    ``wanted`` and ``unwanted`` are snippets that a text must and must not hold; ``title`` and ``day`` (ISO 8601) are
    None where the set says nothing. ``kind`` is the set's own word for the kind of page.
    """

    set: str
    id: str
    url: str
    content_type: str
    file: Path
    body: str
    kind: str = "article"
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    title: str | None = None
    day: str | None = None

    @property
    def payload(self) -> bytes:
        """The page's bytes; all pages of both sets are written in UTF-8."""
        return gzip.decompress(self.file.read_bytes())

    @property
    def html(self) -> str:
        return self.payload.decode("utf-8", "replace")


def read_aeb(folder: Path) -> list[PublicPage]:
    """The pages of article-extraction-benchmark, in the order of its file. Raises KeyError, OSError, ValueError."""
    gold = _json(folder / "ground-truth.json")
    return [
        PublicPage(
            set="aeb",
            id=name,
            url=values["url"],
            content_type="text/html; charset=utf-8",
            file=folder / "html" / f"{name}.html.gz",
            body=values.get("articleBody", ""),
        )
        for name, values in gold.items()
    ]


def read_aeb_outputs(folder: Path) -> dict[str, dict[str, str]]:
    """What other extractors made of the pages, as the set keeps it: the text by page and extractor.

    Which extractors there are depends on the checkout: two of the files are large.
    """
    outputs = {}
    for path in sorted((folder / "output").glob("*.json")):
        values = _json(path)
        pages = values["output"] if set(values) == {"version", "output"} else values
        outputs[path.stem] = {name: page.get("articleBody") or "" for name, page in pages.items()}
    return outputs


def read_wcxb(folder: Path) -> list[PublicPage]:
    """The pages of WCXB's development part, in order of their numbers. Raises KeyError, OSError, ValueError."""
    return [_wcxb_page(folder, path) for path in sorted((folder / "dev" / "ground-truth").glob("*.json"))]


def _wcxb_page(folder: Path, path: Path) -> PublicPage:
    values = _json(path)
    gold = values["ground_truth"]
    day = gold.get("publish_date") or ""
    return PublicPage(
        set="wcxb",
        id=path.stem,
        url=values.get("url") or "",
        content_type="text/html",
        file=folder / "dev" / "html" / f"{path.stem}.html.gz",
        body=gold.get("main_content") or "",
        kind=_wcxb_kind(values),
        wanted=tuple(gold.get("with") or ()),
        unwanted=tuple(gold.get("without") or ()),
        title=gold.get("title") or None,
        day=day if _DAY.match(day) else None,
    )


def _wcxb_kind(values: dict[str, Any]) -> str:
    """The kind of page, as the set's own scorer reads it."""
    kind = (values.get("_internal") or {}).get("page_type") or {}
    kind = kind.get("primary", "article") if isinstance(kind, dict) else kind
    return "collection" if kind == "category" else str(kind)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
