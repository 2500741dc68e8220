"""The profile of a site: facts that cannot be found out from its pages."""

from dataclasses import dataclass

from archive.errors import UsageError
from crawler.sites.selectors import Selectors


@dataclass(frozen=True, slots=True)
class Profile:
    """A site's start pages and hosts, and how its pages are read.

    ``name`` is the site's name in the archive; ``revision`` counts changes of the profile. ``sections`` and
    ``articles`` are regular expressions for the path and query of section and article URLs, ``excluded`` for URLs
    that are never requested; an empty tuple leaves the decision to the heuristics. ``zone`` is the IANA time zone of
    the times on the site; None for that of its country, if domain and language show it.
    ``selectors`` find parts of its pages that the heuristics get wrong; of several with different periods, the first
    that is valid on the day of a capture is used. ``section_choices`` names sections that hold articles and, after a
    minus, those that hold none, where the pages do not show it.
    """

    name: str
    revision: int = 1
    start_urls: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    zone: str | None = None
    selectors: tuple[Selectors, ...] = ()
    section_choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label of the profile in documents that were extracted with it.

        >>> Profile("daxinya").label
        'daxinya/1'
        """
        return f"{self.name}/{self.revision}"

    def selectors_at(self, moment: str) -> Selectors | None:
        """The selectors that are valid for a capture at this time (as in documents), or None."""
        return next((each for each in self.selectors if each.hold_at(moment)), None)

    def check(self) -> None:
        """Raise UsageError for a selector that cannot be used."""
        for each in self.selectors:
            try:
                each.check()
            except UsageError as error:
                raise UsageError(f"profile of {self.name}: {error}") from error
