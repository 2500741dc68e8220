"""Profiles of sites, as data: in goes a site's name or an address, out comes its ``Profile``.

Begin with ``profile_and_site_files``, which has what selects fields in pages, and finds and reads the files.
``known/`` are the files that come with the program.
"""

from crawler.sites.profile_and_site_files import KnownSites, Profile, Selectors

__all__ = ["KnownSites", "Profile", "Selectors"]
