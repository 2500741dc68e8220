"""Two small sets of our own making, in the forms of the public ones."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.eval_public.sets import AEB, WCXB, PublicSet, content_digest

FERRY = "The ferry will not run for two days because of the storm. Service resumes on Thursday morning."
CREW = "The crew of the second boat has been asked to stay ashore until the harbour is open again."
CONTACT = "Write to the harbour office at any time, and expect an answer from one of us within two days."

ARTICLE = (
    "<html><head><meta charset=utf-8><title>{title} - Harbour</title></head><body><ul><li><a href=/>Home</a></ul>"
    f"<h1>{{title}}</h1><p>Published: 2024-05-06</p><p>{FERRY}</p><p>{CREW}</p><p>© 2024 Harbour</p></body></html>"
)
ABOUT = (
    "<html><head><meta charset=utf-8><title>Contact us</title></head><body><ul><li><a href=/>Home</a></ul>"
    f"<h1>Contact us</h1><p>{CONTACT}</p><p>© 2024 Harbour</p></body></html>"
)
BODY = f"{FERRY}\n\n{CREW}"


class Sets(NamedTuple):
    """The folder of both sets, and the sets as they would be named."""

    folder: Path
    aeb: PublicSet
    wcxb: PublicSet


@pytest.fixture
def sets(tmp_path: Path) -> Sets:
    """AEB with two pages and the output of an extractor, WCXB with two articles and a page of contacts."""
    _write_aeb(tmp_path / "aeb")
    _write_wcxb(tmp_path / "wcxb" / "dev")
    aeb, wcxb = (replace(known, digest=content_digest(known, tmp_path / known.name)) for known in (AEB, WCXB))
    return Sets(tmp_path, aeb, wcxb)


def _write_aeb(folder: Path) -> None:
    for name in ("html", "output"):
        (folder / name).mkdir(parents=True)
    gold = {name: {"articleBody": BODY, "url": f"https://a.example/{name}.html"} for name in ("a1", "a2")}
    _write(folder / "ground-truth.json", gold)
    for name in gold:
        _pack(folder / "html" / f"{name}.html.gz", ARTICLE.format(title=f"Ferry {name} stopped"))
    texts = {name: {"articleBody": f"{BODY} © 2024"} for name in gold}
    _write(folder / "output" / "careful.json", {"version": "1", "output": texts})
    _write(folder / "output" / "silent.json", {name: {} for name in gold})


def _write_wcxb(folder: Path) -> None:
    for name in ("html", "ground-truth"):
        (folder / name).mkdir(parents=True)
    gold: dict[str, object] = {
        "title": "Ferry stopped",
        "publish_date": "2024-05-06",
        "main_content": BODY,
        "with": ["asked to stay ashore"],
        "without": ["© 2024 Harbour"],
    }
    _write_wcxb_page(folder, "0001", ARTICLE.format(title="Ferry stopped"), "article", gold)
    unread = gold | {"title": "Another title", "publish_date": "2023-01-02", "without": []}
    _write_wcxb_page(folder, "0002", ARTICLE.format(title="Ferry stopped"), "article", unread)
    contact: dict[str, object] = {"title": "Contact us", "publish_date": None, "main_content": CONTACT}
    _write_wcxb_page(folder, "0003", ABOUT, "service", contact)


def _write_wcxb_page(folder: Path, name: str, html: str, kind: str, gold: dict[str, object]) -> None:
    url = None if name == "0002" else f"https://w.example/{'contact' if kind == 'service' else 'news/' + name}"
    values = {"file_id": name, "url": url, "_internal": {"page_type": {"primary": kind}}, "ground_truth": gold}
    _write(folder / "ground-truth" / f"{name}.json", values)
    _pack(folder / "html" / f"{name}.html.gz", html)


def _write(path: Path, values: object) -> None:
    path.write_text(json.dumps(values), encoding="utf-8")


def _pack(path: Path, html: str) -> None:
    path.write_bytes(gzip.compress(html.encode(), mtime=0))
