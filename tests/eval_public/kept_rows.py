"""Rows of the peers from an earlier run: they hold while the peers, the pages and this evaluation stay the same."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.eval_public.extractors import names, version_of
from tests.eval_public.pages import PublicPage
from tests.eval_public.rows import Row, read_rows, write_rows

_PACKAGE = Path(__file__).parent


def peer_rows(pages: Sequence[PublicPage], make: Callable[[], list[Row]], home: Path) -> list[Row]:
    """The rows of all peers: those kept in ``home``, else what ``make`` gives, which is then kept. Raises OSError."""
    path = home / f"peers-{_key(pages)[:16]}.jsonl"
    if path.exists():
        print(f"the peers' rows of an earlier run: {path}", file=sys.stderr)
        return read_rows(path)
    rows = make()
    home.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    write_rows(partial, rows)
    partial.replace(path)
    return rows


def _key(pages: Sequence[PublicPage]) -> str:
    """SHA-256 in hex over the peers, the pages, which ``sets`` holds to their content, and the code that scores."""
    found = hashlib.sha256()
    for text in (*(f"{name} {version_of(name)}" for name in names()), *(f"{page.set} {page.id}" for page in pages)):
        found.update(text.encode() + b"\n")
    for path in _scoring():
        found.update(path.read_bytes())
    return found.hexdigest()


def _scoring() -> Iterator[Path]:
    yield from sorted(_PACKAGE.glob("*.py"))
    yield from (_PACKAGE.with_name("eval") / f"{name}.py" for name in ("peers", "reading", "visible"))
