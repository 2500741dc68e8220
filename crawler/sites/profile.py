"""What is known of one agency's site that cannot be found out from its pages."""

from dataclasses import dataclass

from archive.errors import UsageError
from crawler.sites.selectors import Selectors


@dataclass(frozen=True, slots=True)
class Profile:
    """One site: where a crawl starts, what belongs to it, and how its pages are read.

    ``name`` is the site's name in the archive; ``revision`` counts changes of the profile. ``sections`` and
    ``articles`` are regular expressions on the path and query of an address, ``excluded`` on addresses never asked
    for; empty tuples leave it to the heuristics. ``zone`` is the IANA time zone in which the site writes
    its times; None for that of its country, where domain and language tell it.
    ``selectors`` say where its pages have what the heuristics get wrong; of several, which differ in their days, the
    first that holds on the day of a capture is used. ``section_choices`` names sections that hold articles and, after
    a minus, those that hold none, where its pages do not tell.
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
        """How documents name the profile that they were extracted with.

        >>> Profile("daxinya").label
        'daxinya/1'
        """
        return f"{self.name}/{self.revision}"

    def selectors_at(self, moment: str) -> Selectors | None:
        """The selectors for a capture of this time (as documents write it), None for none."""
        return next((each for each in self.selectors if each.hold_at(moment)), None)

    def check(self) -> None:
        """Raise UsageError for a selector that cannot be used."""
        for each in self.selectors:
            try:
                each.check()
            except UsageError as error:
                raise UsageError(f"profile of {self.name}: {error}") from error
