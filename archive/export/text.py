"""Text that can be written in UTF-8."""

import re

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which has no form in UTF-8.

    >>> storable("a\\ud800b")
    'a�b'
    """
    return _LONE_SURROGATE.sub("\ufffd", text)
