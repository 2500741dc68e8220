"""What goes wrong and what the API can be asked, said in the language of the interface.

Both are worded in English where they belong; here each such message is known by its wording, what stands in it of the
question is taken out, and put into the same message in Chinese. A message that is not known stays as it is.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.web.words import Words

_PLACE = re.compile(r"\{(\w+)\}")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """A message in both languages, with places in braces; ``pattern`` knows the English one."""

    english: str
    chinese: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, english: str, chinese: str) -> "Message":
        parts = _PLACE.split(english)
        pattern = "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
        return cls(english, chinese, re.compile(pattern, re.DOTALL))

    def may_be(self, text: str) -> bool:
        """Whether a text begins and ends as the message does, which is looked at first since it is quick."""
        parts = _PLACE.split(self.english)
        return text.startswith(parts[0]) and text.endswith(parts[-1])


@cache
def messages() -> tuple[Message, ...]:
    """All messages, the longest wording first, so that one which holds another is known as itself."""
    groups = tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8")).values()
    every = [Message.of(english, chinese) for group in groups for english, chinese in group.items()]
    return tuple(sorted(every, key=lambda message: len(_PLACE.sub("", message.english)), reverse=True))


def said(t: Words, message: str) -> tuple[str, str]:
    """The message in the language of the interface, or as it is, and the language that it is in (BCP 47).

    >>> from archive.web.words import words
    >>> said(words("zh"), "a quotation mark is not closed in '合作'")
    ("'合作' 中有引号没有闭合。", 'zh-Hans')
    >>> said(words("zh"), "nobody knows this")
    ('nobody knows this', 'en')
    """
    chinese = translated(message) if t.name == "zh" else None
    return (chinese, t.lang) if chinese else (message, "en")


def translated(message: str) -> str | None:
    """The message in Chinese, None where it is not known."""
    if len(message) > _LONGEST:
        return None
    for known in messages():
        found = known.pattern.fullmatch(message) if known.may_be(message) else None
        if found:
            return "".join(found[part] if at % 2 else part for at, part in enumerate(_PLACE.split(known.chinese)))
    return None
