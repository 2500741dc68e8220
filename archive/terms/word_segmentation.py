"""Segmentation of Chinese and English texts into words for terms and the corpus, and the words that a term may have
where.

Chinese is cut by the dictionary, and by rules for words that it lacks; no term has particles or general verbs at
an edge. English plurals count as singulars; no term has verbs or small words at an edge, unless a capital shows that
they belong to a name. Weak words, such as new and 新, are at an edge only where the words beside them seldom occur
without them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from archive.bitext.chinese_words import LONGEST_WORD, dictionary_words
from archive.bitext.english_words import english_key
from archive.bitext.language_guess_and_length_ratio import HAN
from archive.terms.general_words_and_names import rarities
from archive.word_lists_and_character_tables import character_list, to_simplified, word_list

MOST_CHARACTERS = 3_000
"""Characters of a text that are read; no sentence is longer."""

SEGMENTER_VERSION = 2
"""Grows when Chinese is cut by other rules."""


class Token(NamedTuple):
    """A word of a segmented text: the key that it is counted as, and its characters from ``start`` up to ``end``."""

    key: str
    start: int
    end: int


Run = list[Token]
"""Words that follow each other without punctuation between them; a term does not extend beyond one run."""


@dataclass(frozen=True, slots=True)
class TermLanguage:
    """The rules of a language for terms: its runs of words, and the words that may begin, end or be in a term."""

    runs: Callable[[str], Iterable[Run]]
    longest: int
    may_begin: Callable[[str], bool]
    may_end: Callable[[str], bool]
    may_be_inside: Callable[[str], bool]
    weak: frozenset[str]
    is_term: Callable[[tuple[str, ...]], bool]
    has_capitals: bool


_MOST_CHINESE_WORDS = 8
_MOST_CHINESE_CHARACTERS = 16
"""Characters of a term."""

NAME_DOT = "·"
"""The key of a mark between the parts of a foreign name."""
_NAME_DOTS = "·•・‧"
_LATIN_WORD = r"(?:[A-Z]\.&?)+(?![a-z])|[0-9]{1,3}[A-Z]{1,2}(?![A-Za-z])|[A-Za-z]+(?:-?[0-9]{1,4}(?![0-9%]))?"
_RUN = re.compile(
    rf"(?:[{HAN}]|(?<=\S)[{_NAME_DOTS}](?=\S)|{_LATIN_WORD}"
    rf"| (?=[A-Z])|(?<=[A-Z0-9a-z.]) (?=[\u4e00-\u9fff]))+"
)
_SCRIPT_PART = re.compile(rf"{_LATIN_WORD}|[{_NAME_DOTS}]|[{HAN}]+")
_NOT_COMMON = 18
"""The rarity of a word that the background does not have, where a text is cut into words."""
_SELDOM, _PAIR = 10, 25
"""The rarity from which on two characters may be an unlisted word, and the rarity of such a word."""
_NAME, _NAME_CHARACTER = 10, 6
"""The rarity of a foreign name, and that of each of its characters besides."""
_NUMBER_WORD = 12
"""The rarity of a number of several characters."""
_HAN = re.compile(f"[{HAN}]")

_DIGITS = "〇零一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(f"[{_DIGITS}几数第]+|一.")
"""Numbers, and words such as 一家, 一句 and 一点."""

_CHINESE_LISTS = ("archive.terms", "chinese")
_EXCLUDED_CHINESE = word_list(*_CHINESE_LISTS, "words") | character_list(*_CHINESE_LISTS, "characters")
_NOT_AT_END = character_list(*_CHINESE_LISTS, "not at the end") | {NAME_DOT}
_NOT_AT_BEGINNING = character_list(*_CHINESE_LISTS, "not at the beginning") | {NAME_DOT}
_INSIDE_CHINESE = character_list(*_CHINESE_LISTS, "inside")
_NOT_INSIDE_CHINESE = character_list(*_CHINESE_LISTS, "not inside")
_WEAK_CHINESE = character_list(*_CHINESE_LISTS, "weak")
_DETERMINERS = character_list(*_CHINESE_LISTS, "determiners")
_MEASURE_WORDS = word_list(*_CHINESE_LISTS, "measure words")
_TRANSLITERATION = "".join(sorted(character_list(*_CHINESE_LISTS, "transliteration")))
_UNLISTED = re.compile(
    f"(?P<number>(?:第|[{_DIGITS}])[{_DIGITS}]{{1,20}})|[{_TRANSLITERATION}]{{2,8}}"  # no longer, for the time
)


def _chinese_runs(text: str) -> Iterator[Run]:
    """Cut a Chinese text into the words between punctuation and numbers, in order, in simplified characters.

    >>> [[token.key for token in run] for run in _chinese_runs("加強國際產能合作,發展中國家。")]
    [['加强', '国际', '产能', '合作'], ['发展中国家']]
    """
    simplified = to_simplified(text)
    for run in _RUN.finditer(simplified):
        yield [
            Token(word, run.start() + part.start() + at, run.start() + part.start() + at + len(word))
            for part in _SCRIPT_PART.finditer(run[0])
            for at, word in chinese_words(part[0])
        ]


def chinese_words(part: str) -> Iterator[tuple[int, str]]:
    """Cut a run of Chinese characters into its most probable words, by how common each is, with where they begin.

    >>> [word for _, word in chinese_words("发展中国家合作")], [word for _, word in chinese_words("办事处于今日")]
    (['发展中国家', '合作'], ['办事处', '于', '今日'])
    """
    if part[0] < "\u3000" or part in _NAME_DOTS:
        yield 0, NAME_DOT if part in _NAME_DOTS else part.lower().rstrip(".")
        return
    size = len(part)
    costs, ends = [0] * (size + 1), [size] * size
    words, rarity_of = dictionary_words(), rarities("chinese").get
    rarity_after = 0
    for at in range(size - 1, -1, -1):
        rarity = rarity_of(part[at], _NOT_COMMON)
        best, end = costs[at + 1] + rarity, at + 1
        for stop in range(at + 2, min(at + LONGEST_WORD, size) + 1):
            if (word := part[at:stop]) in words and (cost := costs[stop] + rarity_of(word, _NOT_COMMON)) < best:
                if word[0] in _DETERMINERS and word[1:] in _MEASURE_WORDS:
                    continue
                best, end = cost, stop
        if rarity_after >= _SELDOM <= rarity and costs[at + 2] + _PAIR < best:
            best, end = costs[at + 2] + _PAIR, at + 2
        if found := _UNLISTED.match(part, at):
            for stop, cost in _unlisted_words(found):
                if costs[stop] + cost < best:
                    best, end = costs[stop] + cost, stop
        costs[at], ends[at], rarity_after = best, end, rarity
    at = 0
    while at < size:
        yield at, part[at : ends[at]]
        at = ends[at]


def _unlisted_words(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the ends of words that no list need have, and their rarities: a number, or foreign names."""
    if found["number"]:
        yield found.end(), _NUMBER_WORD
    else:
        for stop in range(found.start() + 2, found.end() + 1):
            yield stop, _NAME + _NAME_CHARACTER * (stop - found.start())


@cache
def segmenter_digest() -> str:
    """Return a digest of the word list by which Chinese is cut, as far as it is this program's own."""
    words = " ".join(f"{word}{bits}" for word, bits in sorted(rarities("chinese").items()))
    return f"{SEGMENTER_VERSION}-{crc32(words.encode()):08x}"


@lru_cache(maxsize=1 << 16)
def _may_begin_chinese(word: str) -> bool:
    """Return whether a Chinese term may begin with a word."""
    return not _is_excluded_chinese(word) and word not in _NOT_AT_BEGINNING


@lru_cache(maxsize=1 << 16)
def _may_end_chinese(word: str) -> bool:
    """Return whether a Chinese term may end with a word."""
    return not _is_excluded_chinese(word) and word not in _NOT_AT_END


@lru_cache(maxsize=1 << 16)
def _may_be_inside_chinese(word: str) -> bool:
    """Return whether a Chinese term may have a word between two others."""
    return word in _INSIDE_CHINESE or not (word in _NOT_INSIDE_CHINESE or _is_excluded_chinese(word))


def _is_chinese_term(words: tuple[str, ...]) -> bool:
    """Return whether words can be a Chinese term: two Chinese characters or more, and not too many characters."""
    text = "".join(words)
    has_latin = words[0].isascii() or words[-1].isascii()
    return len(text) <= _MOST_CHINESE_CHARACTERS and len(_HAN.findall(text)) > (0 if has_latin else 1)


def _is_excluded_chinese(word: str) -> bool:
    return word in _EXCLUDED_CHINESE or _NUMBER.fullmatch(word) is not None


CHINESE = TermLanguage(
    _chinese_runs,
    _MOST_CHINESE_WORDS,
    _may_begin_chinese,
    _may_end_chinese,
    _may_be_inside_chinese,
    _WEAK_CHINESE,
    _is_chinese_term,
    has_capitals=False,
)
"""Chinese, with terms of up to eight words and sixteen characters."""


_MOST_ENGLISH_WORDS = 8
_LETTER = "A-Za-zÀ-ÖØ-öø-ž"
_WORD = re.compile(
    r"(?:[A-Z]\.&?)+(?:[A-Z]\b)?|(?:St|Mt|Dr|Mr|Ms|Mrs)\."
    rf"|[{_LETTER}0-9]+(?:(?:['’&-]|[.,](?=[0-9]))[{_LETTER}0-9]+)*|[^\W_]+"
)
_AT_EDGE = re.compile(rf"[{_LETTER}]|[0-9]{{1,3}}[A-Z]{{1,2}}\Z")
_ENGLISH_LISTS = ("archive.terms", "english")
_LY_NOUNS = word_list(*_ENGLISH_LISTS, "nouns in ly")
SMALL_WORDS = word_list(*_ENGLISH_LISTS, "inside")
"""Words that an English term may have between two others, and that have no capital in names."""
_WEAK_ENGLISH = word_list(*_ENGLISH_LISTS, "weak")
_BEFORE_ARTICLES = ("of", "for", "and")
_IN_NAMES = word_list(*_ENGLISH_LISTS, "in names")
_NO_PARTICIPLE = ("eed", "red", "bed", "shed")


def _english_runs(text: str) -> Iterator[Run]:
    """Cut an English text into the words between punctuation, in order.

    >>> [[token.key for token in run] for run in _english_runs("China’s go-global efforts, in Africa")]
    [['china', 'go-global', 'effort'], ['in', 'africa']]
    """
    run: Run = []
    for word in _WORD.finditer(text):
        if run and not text[run[-1].end : word.start()].isspace():
            yield run
            run = []
        elif run and run[-1].key in _IN_NAMES and word[0][0].isupper():
            run[-1] = _as_part_of_name(run[-1], text)
        run.append(Token(english_key(word[0]), *word.span()))
    if run:
        yield run


def _as_part_of_name(token: Token, text: str) -> Token:
    """Give a small word before a capital a key of its own if it has a capital itself: The Hague, He Siqi."""
    is_name = text[token.start].isupper() and (token.start > 0 or token.key != "the")
    return Token(token.key.capitalize(), token.start, token.end) if is_name else token


@lru_cache(maxsize=1 << 16)
def _may_be_at_edge_of_english(word: str) -> bool:
    """Return whether an English term may begin or end with a word, given by its key."""
    return _AT_EDGE.match(word) is not None and not _is_excluded_english(word)


@lru_cache(maxsize=1 << 16)
def _may_end_english(word: str) -> bool:
    """Return whether an English term may end with a word: not with a participle."""
    is_participle = word.endswith("ed") and len(word) > 4 and not word.endswith(_NO_PARTICIPLE)
    return not is_participle and _may_be_at_edge_of_english(word)


@lru_cache(maxsize=1 << 16)
def _may_be_inside_english(word: str) -> bool:
    return word in SMALL_WORDS or _may_be_at_edge_of_english(word)


def _is_english_term(words: tuple[str, ...]) -> bool:
    """Return whether words can be an English term: more than a letter or two, or an acronym, and part of one phrase.

    An article stands only after a preposition or a conjunction, a weak word only at an edge or after "of".
    """
    is_phrase = all(
        before in _BEFORE_ARTICLES if word == "the" else before == "of" or word not in _WEAK_ENGLISH
        for before, word in pairwise(words[:-1])
    )
    return is_phrase and any(len(word) > 2 or word.isupper() for word in words)


def _is_excluded_english(word: str) -> bool:
    if word[0].isupper():
        return False
    is_adverb = word.endswith("ly") and len(word) > 4 and word not in _LY_NOUNS
    return is_adverb or word in _NOT_AT_EDGE or english_key(word) in _NOT_AT_EDGE


def _verb_forms(verb: str) -> Iterator[str]:
    """Yield the possible forms of a regular English verb, some of which do not exist."""
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    yield f"{verb}{verb[-1]}ed"


_NOT_AT_EDGE = (
    word_list(*_ENGLISH_LISTS, "not at the edge")
    | {form for verb in word_list(*_ENGLISH_LISTS, "verbs") for form in _verb_forms(verb)}
    | word_list(*_ENGLISH_LISTS, "irregular verb forms")
) - word_list(*_ENGLISH_LISTS, "nouns too")

ENGLISH = TermLanguage(
    _english_runs,
    _MOST_ENGLISH_WORDS,
    _may_be_at_edge_of_english,
    _may_end_english,
    _may_be_inside_english,
    _WEAK_ENGLISH,
    _is_english_term,
    has_capitals=True,
)
"""English, with terms of up to eight words."""
