"""What is known of one agency's site that cannot be found out from its pages."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Selectors:
    """XPath expressions for what the heuristics get wrong on a site; None leaves it to the heuristics."""

    article: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One site: where a crawl starts, what belongs to it, and how its pages are read.

    ``name`` is the site's name in the archive; ``revision`` counts changes of the profile. ``sections`` and
    ``articles`` are regular expressions on the path and query of an address, ``excluded`` on addresses never asked
    for; empty tuples leave it to the heuristics. ``zone`` is the IANA time zone in which the site writes
    its times; None for that of its country, where domain and language tell it.
    ``valid_until`` is the day (``YYYY-MM-DD``) after which captures are no longer read by ``selectors``, None for
    none yet.
    """

    name: str
    revision: int = 1
    start_urls: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    zone: str | None = None
    selectors: Selectors = field(default_factory=Selectors)
    valid_until: str | None = None

    @property
    def label(self) -> str:
        """How documents name the profile that they were extracted with.

        >>> Profile("daxinya").label
        'daxinya/1'
        """
        return f"{self.name}/{self.revision}"
