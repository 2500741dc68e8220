"""Error messages and API descriptions in the language of the interface.

The program words both in English where they arise. A language file translates them in its table ``[messages]``: the
English wording, with placeholders in braces for what the program fills in, and the translation with the same
placeholders. A message that no entry matches stays in English.
"""

import re
from dataclasses import dataclass
from functools import cache

from archive.interface_languages.texts import DEFAULT, InterfaceTexts, texts_in

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """An English message and its translation, both with placeholders; ``pattern`` matches the English one."""

    english: str
    translation: str
    pattern: re.Pattern[str]

    @classmethod
    def from_wording(cls, english: str, translation: str) -> "Message":
        """Return the message with the pattern that matches its English wording."""
        parts = _PLACEHOLDER.split(english)
        pattern = "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
        return cls(english, translation, re.compile(pattern, re.DOTALL))

    def may_match(self, text: str) -> bool:
        """Tell whether a text begins and ends as the message does, a quick test before the pattern."""
        parts = _PLACEHOLDER.split(self.english)
        return text.startswith(parts[0]) and text.endswith(parts[-1])


@cache
def messages_in(language: str) -> tuple[Message, ...]:
    """Return a language's messages, the longest wording first, so that the most specific one matches."""
    every = [Message.from_wording(*pair) for pair in texts_in(language).messages.items()]
    return tuple(sorted(every, key=lambda message: len(_PLACEHOLDER.sub("", message.english)), reverse=True))


def localized(t: InterfaceTexts, message: str) -> tuple[str, str]:
    """Return a message in the language of the interface, otherwise in English, and the language's BCP 47 tag.

    >>> localized(texts_in("zh"), "a quotation mark is not closed in '合作'")
    ("'合作' 中有引号没有闭合。", 'zh-Hans')
    >>> localized(texts_in("zh"), "nobody knows this")
    ('nobody knows this', 'en')
    """
    translation = translate(t.name, message)
    return (translation, t.lang) if translation else (message, DEFAULT)


def translate(language: str, message: str) -> str | None:
    """Return the translation of a message; None if the language has none or the message is very long."""
    if len(message) > _LONGEST:
        return None
    for known in messages_in(language):
        found = known.pattern.fullmatch(message) if known.may_match(message) else None
        if found:
            parts = _PLACEHOLDER.split(known.translation)
            return "".join(found[part] if at % 2 else part for at, part in enumerate(parts))
    return None
