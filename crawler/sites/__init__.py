"""Profiles of sites, one small module each, for what the heuristics cannot find out from the pages.

In: the name or a URL of a site. Out: its ``Profile``, with ``Selectors`` for its pages. Begin at ``profile.Profile``;
every module here that has a ``PROFILE`` is found. ``scrapy genspider -t agency`` writes a new one.
"""

from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from archive.layout import site_name
from crawler.sites.profile import Profile
from crawler.sites.selectors import Selectors

__all__ = ["PROFILES", "Profile", "Selectors", "check_profiles", "profile_named", "site_at", "site_name"]

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]

PROFILES: dict[str, Profile] = {
    module.PROFILE.name: module.PROFILE for module in _MODULES if hasattr(module, "PROFILE")
}


def profile_named(name: str) -> Profile:
    """The profile with this name, or one that leaves everything to the heuristics.

    >>> profile_named("example.com").label
    'example.com/1'
    """
    return PROFILES.get(name) or Profile(name)


def check_profiles() -> None:
    """Check the selectors of all profiles before any page is read. Raises UsageError for an unusable one."""
    for profile in PROFILES.values():
        profile.check()


def site_at(url: str) -> str:
    """The name of the site at a URL: that of the profile with its host, or else the host's name.

    >>> site_at("https://www.daxinya.com/news/1.html"), site_at("http://www.example.com/")
    ('daxinya', 'example.com')
    """
    host = urlsplit(url).hostname or ""
    return next((profile.name for profile in PROFILES.values() if host in profile.hosts), site_name(url))
