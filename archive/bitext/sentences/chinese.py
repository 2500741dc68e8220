"""Where Chinese sentences end.

At 。！？… and their like with the closing quotation marks and brackets behind them. Not inside brackets, not within
Latin text (an address with a question mark), not where ellipsis only breaks a clause, and not where the words behind
the quotation say who spoke.
"""

import re
from collections.abc import Iterator

_CLOSING = "”’」』）】》〉)\\]\"'"
_END = re.compile(rf"(?:[。！？!?｡]|…+|\.{{3,}}|(?<=[\u4e00-\u9fff”’）)])\.(?![\w.]))+[{_CLOSING}]*")
_LATIN = re.compile(r"[!?][\w&=/#%]", re.ASCII)
_PAUSE = re.compile(r"\s*[，,、；;：:。！？!?]")
_ASKED_BY = re.compile(
    r"\s*[\u4e00-\u9fff]{0,8}?(?:说|說|问|問|答|道|表示|指出|强调|強調|称|稱|写道|寫道|回答)(?:[道：:，,。]|\s*$)"
)
_BRACKETS = re.compile(r"[（(\[【]|[）)\]】]")
_LONGEST_ASIDE = 200


def ends(text: str) -> Iterator[int]:
    """The offsets behind each sentence's last character but for the text's end."""
    asides = _asides(text)
    aside = next(asides, None)
    for found in _END.finditer(text):
        while aside and aside[1] <= found.start():
            aside = next(asides, None)
        inside = aside is not None and aside[0] < found.start() and found.end() < aside[1]
        if not inside and _is_end(text, found):
            yield found.end()


def _is_end(text: str, found: re.Match[str]) -> bool:
    mark, at, behind = found.group(), found.start(), found.end()
    if at and text[at - 1].isascii() and not text[at - 1].isspace() and _LATIN.match(text, at):
        return False
    if _PAUSE.match(text, behind):
        return False
    if mark[0] in "….":
        return not (mark[0] == "…" and at and text[at - 1] in "，,、；;：:")
    return not (mark[-1] in '”」』"’' and _ASKED_BY.match(text, behind))


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what stands in outermost brackets; those that never close or go on too long are none."""
    depth = start = 0
    for found in _BRACKETS.finditer(text):
        if found.group() in "（([【":
            if depth and found.start() - start > _LONGEST_ASIDE:
                depth = 0
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and found.end() - start <= _LONGEST_ASIDE:
                yield start, found.end()
