"""Punctuation that both sides of a translation tend to have, treated as words.

A question is translated as a question and direct speech as direct speech, which distinguishes short sentences
where words do not.
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
_CHINESE_PATTERNS = tuple((mark, re.compile(pattern)) for mark, pattern in _CHINESE)
_OTHER_PATTERNS = tuple((mark, re.compile(pattern)) for mark, pattern in _OTHER)

PUNCTUATION_KINDS = frozenset(mark for mark, _ in _CHINESE)
"""One mark for each kind: one for all opening quotation marks, and so on."""


def punctuation_kinds(text: str, chinese: bool) -> list[str]:
    """The kinds of punctuation in a text, each once.

    >>> punctuation_kinds("他说：“好吗？”", chinese=True)
    ['?', '“', '”', ':']
    """
    return [mark for mark, pattern in (_CHINESE_PATTERNS if chinese else _OTHER_PATTERNS) if pattern.search(text)]
