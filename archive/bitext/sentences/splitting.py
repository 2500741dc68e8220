"""Splits a text into sentences with their offsets, and joins sentences to a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.bitext.languages import primary_language
from archive.bitext.sentences.chinese import chinese_sentence_ends
from archive.bitext.sentences.english import english_sentence_ends

_WIDE_AT_END = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place in the block: ``text`` is ``block[start:end]``, without white space at either end."""

    text: str
    start: int
    end: int


def split_sentences(text: str, lang: str) -> list[Sentence]:
    """The sentences of a block, in order; only white space lies between them.

    ``lang`` is a BCP 47 tag. Chinese and Japanese are split at their own punctuation, all other languages by the
    rules of English, which know abbreviations, initials and numbers.

    >>> [(one.text, one.start) for one in split_sentences("他说：“好吗？”我说好。", "zh-Hans")]
    [('他说：“好吗？”', 0), ('我说好。', 8)]
    """
    is_chinese = primary_language(lang) in ("zh", "ja", "yue")
    return list(_cut_at_ends(text, chinese_sentence_ends(text) if is_chinese else english_sentence_ends(text)))


def join_sentences(sentences: Iterable[str]) -> str:
    """Sentences as one text, with a space between them except after Chinese and Japanese.

    >>> join_sentences(["你好。", "再见。"]), join_sentences(["Hello.", "Bye."])
    ('你好。再见。', 'Hello. Bye.')
    """
    text = ""
    for sentence in sentences:
        separator = "" if not text or _WIDE_AT_END.search(text) else " "
        text += separator + sentence
    return text


def _cut_at_ends(text: str, ends: Iterable[int]) -> Iterator[Sentence]:
    start = 0
    for end in (*ends, len(text)):
        part = text[start:end]
        trimmed = part.strip()
        if trimmed:
            first = start + len(part) - len(part.lstrip())
            yield Sentence(trimmed, first, first + len(trimmed))
        start = end
