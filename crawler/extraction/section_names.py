"""What sites call their sections, so that such a line is not taken for an article's title."""

import re

from crawler.extraction.table import any_of

_SECTION = re.compile(rf"\W*{any_of('page', 'section names')}\W*", re.IGNORECASE)


def is_section_name(text: str) -> bool:
    """Whether a line is but the name that many sites give to a section.

    >>> is_section_name("新闻动态"), is_section_name("Press releases"), is_section_name("新闻发布会在京举行")
    (True, True, False)
    """
    return len(text) <= 40 and bool(_SECTION.fullmatch(text))
