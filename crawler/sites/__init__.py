"""The sites that have a profile, one small module each: every module here that has a ``PROFILE`` is found."""

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
    """The profile of that name, or one that leaves everything to the heuristics.

    >>> profile_named("example.com").label
    'example.com/1'
    """
    return PROFILES.get(name) or Profile(name)


def check_profiles() -> None:
    """Raise UsageError for a profile with a selector that cannot be used, before any page is read by it."""
    for profile in PROFILES.values():
        profile.check()


def site_at(url: str) -> str:
    """The name of the site at an address: that of the profile which claims its host, or the host's own.

    >>> site_at("https://www.daxinya.com/news/1.html"), site_at("http://www.example.com/")
    ('daxinya', 'example.com')
    """
    host = urlsplit(url).hostname or ""
    return next((profile.name for profile in PROFILES.values() if host in profile.hosts), site_name(url))
