"""Punctuation that both sides of a translation tend to have, as words among the words.

A question is translated as a question and speech as speech, which tells short sentences apart where words do not.
"""

import re

_CHINESE = (
    ("?", r"[?？]"),
    ("!", r"[!！]"),
    ("…", r"…|\.\.\."),
    ("“", r'[“「『]|^"|(?<=[：:，,])"|(?<=[：:，,] )"'),
    ("”", r'[”」』]|"$'),
    (":", r"[:：]"),
)
_OTHER = (
    ("?", r"[?？]"),
    ("!", r"[!！]"),
    ("…", r"…|\. ?\. ?\."),
    ("“", r"[“«]|(?:^|(?<=[ —(]))[\"'‘]"),
    ("”", r"[”»]|[\"’'](?:$|(?=[ —)]))"),
    (":", r"[:：]"),
)
_CHINESE_MARKS = tuple((mark, re.compile(pattern)) for mark, pattern in _CHINESE)
_OTHER_MARKS = tuple((mark, re.compile(pattern)) for mark, pattern in _OTHER)

MARKS = frozenset(mark for mark, _ in _CHINESE)
"""The marks as they stand for their kind: one for every opening quotation mark, and so on."""


def marks(text: str, chinese: bool) -> list[str]:
    """The kinds of marks that a text has, each once.

    >>> marks("他说：“好吗？”", chinese=True)
    ['?', '“', '”', ':']
    """
    return [mark for mark, pattern in (_CHINESE_MARKS if chinese else _OTHER_MARKS) if pattern.search(text)]
