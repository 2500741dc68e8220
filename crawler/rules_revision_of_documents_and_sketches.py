"""The revision of the extraction rules that make documents and units: a digest of their code and data.

Each crawl job states, by WARC file, the rules that its documents were made by (``rules`` in ``jobs/JOB.json``); those
of other rules than the installed ones are outdated, and ``scrapy reextract --outdated`` makes them again. The last
line of a file of page sketches states the rules that these were made by.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from archive.word_lists_and_character_tables import digest_of_packages

_MAKERS = ("crawler.extraction", "crawler.sites", "archive.bitext")


@cache
def rules_revision() -> str:
    """Return the revision of the extraction rules: 12 hexadecimal digits of the SHA-256 of extraction's and
    alignment's code and data.
    """
    return digest_of_packages(_MAKERS)


def sketching_rules(selectors: Sequence[object]) -> str:
    """Return the rules by which a site's pages are sketched: the program's, and the site's selectors where it has
    some.
    """
    if not selectors:
        return rules_revision()
    return f"{rules_revision()}:{sha256(repr(selectors).encode()).hexdigest()[:12]}"
