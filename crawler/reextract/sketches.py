"""Sketch of pages on disk: ``templates/SITE-JOB.jsonl``, a page a line, of which a site's templates follow.

The last line says that the file is whole: by which rules it was made, and of which WARC files.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from archive.disk import disk_errors
from archive.layout import Archive, WarcName
from archive.model.capture import Capture
from crawler.extraction.article.sections import PagePlace
from crawler.extraction.article.site_template import Sketch


@dataclass(frozen=True, slots=True)
class SketchedPage:
    """A page by the serial number of its WARC file, its record's offset in bytes and its time, with its sketch."""

    serial: int
    offset: int
    date: str
    sketch: Sketch

    @classmethod
    def of(cls, capture: Capture, sketch: Sketch) -> "SketchedPage":
        return cls(WarcName.parse(capture.warc or "").serial, capture.offset or 0, capture.date, sketch)

    def encode(self) -> bytes:
        """The page as a line of a file, with its line end."""
        sketch = self.sketch
        lines = [_packed(sketch.lines), _packed(sketch.telling)]
        values = [self.serial, self.offset, self.date, sketch.name, *lines, *astuple(sketch.place)]
        return json.dumps(values, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "SketchedPage":
        """The page that a line is, without a place where it is of before there were any.

        Raises ValueError or TypeError when it is none.
        """
        serial, offset, date, name, lines, telling, *place = json.loads(line)
        return cls(
            serial, offset, date, Sketch(name, _unpacked(lines), _unpacked(telling), PagePlace.of_values(place))
        )


class SketchWriter:
    """Writes the sketches of a crawl while its pages are captured; they count once ``finish`` was called."""

    def __init__(self, archive: Archive, site: str, job: str) -> None:
        self._path = sketches_file(archive, site, job)
        with disk_errors(self._path):
            self._path.parent.mkdir(exist_ok=True)
            self._stream: IO[bytes] = self._open_file().open("wb")

    def append(self, pages: Iterable[SketchedPage]) -> None:
        with disk_errors(self._path):
            self._stream.writelines(page.encode() for page in pages)

    def copy(self, part: Path) -> None:
        """Append the lines of a file."""
        with disk_errors(self._path), part.open("rb") as stream:
            copyfileobj(stream, self._stream)

    def finish(self, stems: Sequence[WarcName], rules: str) -> None:
        """Write down that these are all pages of these files."""
        with disk_errors(self._path), self._stream:
            self._stream.write(_end_of(stems, rules))
        self._open_file().replace(self._path)

    def _open_file(self) -> Path:
        return self._path.with_name(self._path.name + ".open")


def sketches_file(archive: Archive, site: str, job: str) -> Path:
    return archive.templates_dir / f"{site}-{job}.jsonl"


def are_of(path: Path, stems: Sequence[WarcName], rules: str | None) -> bool:
    """Return whether a file has the sketches of all pages of these WARC files, made by these rules if given."""
    try:
        end = json.loads(_last_line(path))
        return end["files"] == [str(stem) for stem in stems] and rules in (None, end["rules"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_sketches(path: Path) -> Iterator[SketchedPage]:
    """The pages of a file that is whole, in its order."""
    with path.open("rb") as stream:
        for line in stream:
            if line.startswith(b"["):
                yield SketchedPage.decode(line)


def _end_of(stems: Sequence[WarcName], rules: str) -> bytes:
    return json.dumps({"rules": rules, "files": [str(stem) for stem in stems]}).encode() + b"\n"


def _last_line(path: Path) -> bytes:
    with path.open("rb") as stream:
        last = b""
        for line in stream:
            last = line
        return last


def _packed(lines: Iterable[int]) -> str:
    return b64encode(b"".join(line.to_bytes(8, "big") for line in sorted(lines))).decode()


def _unpacked(text: str) -> frozenset[int]:
    packed = b64decode(text)
    return frozenset(int.from_bytes(packed[at : at + 8], "big") for at in range(0, len(packed), 8))
