"""Daxinya (Shenzhen Daxinya Translation Co., Ltd.), whose news page this project was founded on.

Only the visible text of one page has been seen, so there are no selectors: extraction rests on the heuristics.
The address could not be verified; ``-a start_url=`` names another.

Every field of a profile is written out here as an example; all but ``name`` may be left out.
"""

from crawler.sites.profile import Profile

PROFILE = Profile(
    name="daxinya",
    # Counts changes of the profile; documents state it ("daxinya/1").
    revision=1,
    # The page at which a crawl begins.
    start_urls=("https://www.daxinya.com/",),
    # All hosts of the site, with and without "www.".
    hosts=("www.daxinya.com", "daxinya.com"),
    # Regular expressions for the path and query of section and article URLs, such as r"^/news/\d+\.html$".
    sections=(),
    articles=(),
    # Regular expressions for URLs that are never requested.
    excluded=(),
    # The IANA time zone of the times on the site.
    zone="Asia/Shanghai",
    # crawler.sites.Selectors for parts of the pages that the heuristics get wrong, with their period.
    selectors=(),
    # Names of sections that hold articles and, after a minus, of those that hold none.
    section_choices=(),
)
