"""Makes text fit for a form: escapes it for XML, keeps it inside a cell, and takes out what UTF-8 cannot hold."""

import re
from xml.sax.saxutils import escape, quoteattr

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TO_ESCAPE = re.compile("[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDS_CELL = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def xml_content(text: str) -> str:
    """The text as the content of an element. What XML cannot hold becomes U+FFFD.

    A carriage return becomes a reference, since readers take it for a line feed.
    """
    if not _TO_ESCAPE.search(text):
        return text
    return escape(xml_text(text), {"\r": "&#13;"})


def xml_text(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def xml_attribute(value: str) -> str:
    """The value of an attribute, with its quotation marks."""
    return quoteattr(xml_text(value))


def replace_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which UTF-8 cannot hold.

    >>> replace_surrogates("a\\ud800b")
    'a\ufffdb'
    """
    return _LONE_SURROGATE.sub("\ufffd", text)


def tab_cell(text: str) -> str:
    """The text for a cell between tabs: with a space for each character that would end the cell or the line."""
    return replace_surrogates(_ENDS_CELL.sub(" ", text))
