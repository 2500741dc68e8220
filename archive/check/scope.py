"""Which WARC files a check reads, and when each was last read whole (``verified.json``)."""

import json
import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.disk import replace_file
from archive.errors import ArchiveUnusable
from archive.layout import Archive
from archive.model.times import format_time, utc_now


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read: files that were not read whole ``since`` a time in the archive's form, and of those a share."""

    since: str | None = None
    share: float = 1.0

    def chosen(self, archive: Archive, paths: Sequence[Path]) -> list[Path]:
        """The files that are to be read, in order; of a share at least one, by chance."""
        read = read_times(archive)
        due = [path for path in paths if self.since is None or read.get(path.name, "") < self.since]
        if self.share >= 1 or not due:
            return due
        number = max(1, round(len(due) * self.share))
        return sorted(random.SystemRandom().sample(due, number))


def read_times(archive: Archive) -> dict[str, str]:
    """When each WARC file was last read whole and found right, by its name; what cannot be read counts as never."""
    with suppress(OSError, ValueError):
        values = json.loads(_file(archive).read_bytes())
        if isinstance(values, dict):
            return {str(name): str(time) for name, time in values.items()}
    return {}


def note_read(archive: Archive, warcs: Iterable[str]) -> None:
    """Note that these files were now read whole and found right; not in an archive that cannot be written."""
    now = format_time(utc_now())
    times = {**read_times(archive), **dict.fromkeys(warcs, now)}
    with suppress(ArchiveUnusable):
        replace_file(_file(archive), [json.dumps(dict(sorted(times.items())), indent=0).encode()])


def _file(archive: Archive) -> Path:
    return archive.root / "verified.json"
