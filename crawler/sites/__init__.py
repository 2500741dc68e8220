"""Profiles of sites, as data: in goes a site's name or an address, out comes its ``Profile``.

Begin with ``profile.py``, which also has what selects fields in pages; ``site_files.py`` finds and reads the files.
``known/`` are the files that come with the program.
"""

from crawler.sites.profile import Profile, Selectors
from crawler.sites.site_files import KnownSites

__all__ = ["KnownSites", "Profile", "Selectors"]
