"""Where Chinese sentences end.

A sentence ends after 。, ！, ？, … and similar marks and the closing quotation marks and brackets after them. It
does not end inside brackets, inside Latin text (a URL with a question mark), at an ellipsis within a clause, or where
the words after a quotation say who spoke.
"""

import re
from collections.abc import Iterator

_CLOSING = "”’」』）】》〉)\\]\"'"
_END = re.compile(rf"(?:[。！？!?｡]|…+|\.{{3,}}|(?<=[\u4e00-\u9fff”’）)])\.(?![\w.]))+[{_CLOSING}]*")
_LATIN = re.compile(r"[!?][\w&=/#%]", re.ASCII)
_PAUSE = re.compile(r"\s*[，,、；;：:。！？!?]")
_SPEAKER = re.compile(
    r"\s*[\u4e00-\u9fff]{0,8}?(?:说|說|问|問|答|道|表示|指出|强调|強調|称|稱|写道|寫道|回答)(?:[道：:，,。]|\s*$)"
)
_BRACKET = re.compile(r"[（(\[【]|[）)\]】]")
_LONGEST_BRACKET = 200


def chinese_sentence_ends(text: str) -> Iterator[int]:
    """The offset after the last character of each sentence, without the end of the text."""
    brackets = _brackets(text)
    bracket = next(brackets, None)
    for found in _END.finditer(text):
        while bracket and bracket[1] <= found.start():
            bracket = next(brackets, None)
        inside = bracket is not None and bracket[0] < found.start() and found.end() < bracket[1]
        if not inside and _is_end(text, found):
            yield found.end()


def _is_end(text: str, found: re.Match[str]) -> bool:
    mark, at, end = found.group(), found.start(), found.end()
    if at and text[at - 1].isascii() and not text[at - 1].isspace() and _LATIN.match(text, at):
        return False
    if _PAUSE.match(text, end):
        return False
    if mark[0] in "….":
        return not (mark[0] == "…" and at and text[at - 1] in "，,、；;：:")
    return not (mark[-1] in '”」』"’' and _SPEAKER.match(text, end))


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of outermost brackets, without those that never close or are too long."""
    depth = start = 0
    for found in _BRACKET.finditer(text):
        if found.group() in "（([【":
            if depth and found.start() - start > _LONGEST_BRACKET:
                depth = 0
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and found.end() - start <= _LONGEST_BRACKET:
                yield start, found.end()
