"""Cutting of a document's texts into words for the corpus, as they are counted, searched for by position, and
exported.

Chinese is cut by the segmenter that terms use (``archive.terms.word_segmentation``), whatever language a block is in,
except Japanese and Korean. All other text is cut at the default word boundaries of Unicode (UAX #29, section 4), by
which ``China's`` and ``3.5`` are one word, and ``go-global`` two with a mark between them. Punctuation marks and
symbols are tokens too, but no words: they are not counted. Base forms (lemmas) are those of simplemma, where it is
installed.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import NamedTuple

import regex

from archive.bitext.language_guess_and_length_ratio import HAN_OF_ALL_PLANES, guess_language
from archive.index.folding import fold
from archive.model.document import Document
from archive.model.language_codes import primary_language
from archive.terms.word_segmentation import chinese_words

WORDS_VERSION = 1
"""Grows when texts are cut in another way."""

TITLE = -1
"""The block number of a title that stands in no block."""

_UNSEGMENTED = ("ja", "ko")
_WORD = r"(?P<word>\w(?:\B.)*)"
_MARK = r"(?P<mark>[^\w\s])(?P=mark)*"
_TOKENS = regex.compile(rf"(?w){_WORD}|{_MARK}", regex.DOTALL)
_TOKENS_AND_CHINESE = regex.compile(rf"(?w)(?P<chinese>[{HAN_OF_ALL_PLANES}]+)|{_WORD}|{_MARK}", regex.DOTALL)


class Word(NamedTuple):
    """A word or punctuation mark of a text: the key by which it is counted, and its characters from ``start`` up to
    ``end``.

    The key is the text folded (``archive.index.folding``): in lower case, in simplified characters. ``is_word`` is
    false for marks.
    """

    key: str
    start: int
    end: int
    is_word: bool


class CorpusText(NamedTuple):
    """A text of a document in the corpus: the ``n`` of its block or ``TITLE``, its language as a BCP 47 tag."""

    block: int
    lang: str
    text: str


def corpus_texts(document: Document) -> Iterator[CorpusText]:
    """Yield the texts of a document that the corpus counts: its blocks in order, before them its title if it stands
    in no block.
    """
    title = document.title or ""
    if title and all(block.text != title for block in document.blocks):
        yield CorpusText(TITLE, guess_language([title]), title)
    for block in document.blocks:
        yield CorpusText(block.n, block.lang, block.text)


def split_words(text: str, lang: str) -> Iterator[Word]:
    """Cut a text into words and marks, in order; white space lies between them.

    >>> [word.key for word in split_words("加強國際產能合作，支持APEC。", "zh-Hant")]
    ['加强', '国际', '产能', '合作', ',', '支持', 'apec', '。']
    >>> [word.key for word in split_words("China’s go-global “plan”", "en") if word.is_word]
    ["china's", 'go', 'global', 'plan']
    """
    folded = fold(text)
    tokens = _TOKENS if primary_language(lang) in _UNSEGMENTED else _TOKENS_AND_CHINESE
    for found in tokens.finditer(folded):
        kind, start = found.lastgroup, found.start()
        if kind == "chinese":
            for at, word in chinese_words(found[0]):
                yield Word(word, start + at, start + at + len(word), is_word=True)
        else:
            yield Word(found[0], start, found.end(), is_word=kind == "word")


_UNINFLECTED = ("zh", "yue")


def has_lemmas() -> bool:
    """Return whether simplemma, which knows base forms, is installed."""
    return find_spec("simplemma") is not None


@lru_cache(maxsize=1 << 16)
def lemma(key: str, lang: str) -> str | None:
    """Look up the base form (lemma) of a word, given by its key, folded as keys are; ``lang`` is a BCP 47 tag.

    Words of Chinese, and words that the dictionary of their language lacks, are their own base form. None where there
    is no dictionary of the language, or no simplemma. The first word of a language loads its dictionary.

    >>> lemma("cooperates", "en"), lemma("合作", "zh-Hans")
    ('cooperate', '合作')
    """
    language = primary_language(lang)
    if language in _UNINFLECTED:
        return key
    try:
        from simplemma import lemmatize  # an extra

        return fold(lemmatize(key, lang=language))
    except (ImportError, ValueError):  # ValueError: a language without a dictionary
        return None
