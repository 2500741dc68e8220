"""What a crawl did to the documents of its site, by the archive's own account."""

from collections import Counter
from dataclasses import dataclass

from archive.index import Index
from archive.jobs import find_jobs
from archive.layout import Archive
from archive.query.history.changes import find_changes

_COUNTED = ("new", "changed", "unchanged", "missing", "gone", "back")


@dataclass(frozen=True, slots=True)
class Turnout:
    """Documents of one crawl, with those of the stopped crawls that it went on from.

    ``new`` came for the first time, ``changed`` have a version that says something else, ``unchanged`` were seen and
    say the same, ``missing`` were not there any more, ``gone`` are missing for good, ``back`` were missing before.
    ``is_later`` says that the site had been crawled before.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    gone: int = 0
    back: int = 0
    is_later: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by what they count."""
        return {name: getattr(self, name) for name in _COUNTED}

    def line(self) -> str:
        """All that is not none, in words.

        >>> Turnout(new=3, changed=10, unchanged=42).line(), Turnout().line()
        ('3 new, 10 changed, 42 unchanged', '0')
        """
        return ", ".join(f"{count} {name}" for name, count in self.counts.items() if count) or "0"


def turnout_of(archive: Archive, site: str, began: str, seen: set[str]) -> Turnout:
    """What became of a site's documents since a moment; ``seen`` are the ids of those that the crawl met.

    A first crawl's documents are all new, and the index is not asked. Counted as ``archive changes`` does.
    Raises ArchiveError where the archive cannot be read.
    """
    if not any(job.site == site and job.began < began for job in find_jobs(archive).values()):
        return Turnout(new=len(seen))
    with Index(archive) as index, index.snapshot():
        changes = [(change.kind, change.document.id) for change in find_changes(archive, index, began, site)]
    kinds = Counter[str](kind for kind, _ in changes)
    touched = {id_ for kind, id_ in changes if kind in ("new", "changed")}
    kinds["unchanged"] = len(seen - touched)
    return Turnout(**{name: kinds[name] for name in _COUNTED}, is_later=True)
