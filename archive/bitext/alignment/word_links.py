"""Links the words of two texts that may translate each other, and scores pairs of spans by them, beyond chance.

Each word votes on a span of the other text: log(q / p) where the span answers it with one of its translations, and
log((1 - q) / (1 - p)) where it does not. p is the probability that a span of that length answers the word by chance;
q is the probability that it does so by chance or by translation. A mere sum of matches would favour long spans.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from math import log, log2

from archive.bitext.alignment.answered_words import AnswerProbability, ChanceProbability, Penalties
from archive.bitext.chinese_words import (
    RUN_OF_CHARACTERS,
    WEAK_CHARACTERS,
    chinese_words,
    english_meanings,
    pinyin_readings,
    to_simplified,
)
from archive.bitext.english_words import english_words, stem_english
from archive.bitext.numbers_and_punctuation import PUNCTUATION_KINDS, punctuation_kinds, write_numbers_in_full

SegmentWords = list[list[str]]
"""The words of each segment of a text."""

Links = dict[str, set[str]]
"""For each source word the target words that may translate it."""

NAME_MARK = "@"
"""Begins a word made of two characters of a name that the other text writes in pinyin."""

_NAME_LENGTH = 6
_SMALLEST_NUMBER = 11
_OTHER_WORD = re.compile(r"\d[\d,.]*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ONE_CHARACTER = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The words of each segment on both sides, and the links between them."""

    source: SegmentWords
    target: SegmentWords
    links: Links


def link_words(source: Sequence[str], target: Sequence[str], by_dictionary: bool) -> LinkedTexts:
    """The words of two texts and their links; with the dictionary the source is Chinese and the target English.

    Without the dictionary only names, numbers and punctuation link the texts.
    """
    return _link_by_dictionary(source, target) if by_dictionary else _link_names_and_numbers(source, target)


def reverse_links(links: Links) -> Links:
    """For each target word the source words that it may translate."""
    back: defaultdict[str, set[str]] = defaultdict(set)
    for word, translations in links.items():
        for translation in translations:
            back[translation].add(word)
    return dict(back)


def _link_by_dictionary(source: Sequence[str], target: Sequence[str]) -> LinkedTexts:
    written = [english_words(write_numbers_in_full(text)) for text in target]
    stems = [[stem_english(word) for word in row] for row in written]
    vocabulary = {stem for row in stems for stem in row}
    simplified = [to_simplified(write_numbers_in_full(text)) for text in source]
    chinese = [chinese_words(text, vocabulary) for text in simplified]
    links = {word: found for row in chinese for word in row if (found := _translations(word, vocabulary))}
    _add_names(simplified, written, chinese, links)
    return _with_punctuation(LinkedTexts(chinese, stems, links), source, target, True)


def _translations(word: str, vocabulary: set[str]) -> set[str]:
    if word[0] > "\u3000":
        return set() if word in WEAK_CHARACTERS else set(english_meanings(word) & vocabulary)
    return {word} & vocabulary if _is_distinctive(word) else set()


def _is_distinctive(word: str) -> bool:
    """Return whether a word that both texts have is evidence: it is neither a letter nor a number up to ten."""
    if word[0].isdigit():
        return len(word) > 2 or float(word) >= _SMALLEST_NUMBER
    return len(word) > 1


def _add_names(
    simplified: Sequence[str], written: Iterable[Sequence[str]], chinese: SegmentWords, links: Links
) -> None:
    """Link two characters to the English name that is their pinyin written together (庆林, Qinglin)."""
    names = {
        plain: stem_english(word)
        for row in written
        for word in row
        if word[0].isupper() and len(plain := word.lower().removesuffix("'s")) >= _NAME_LENGTH
    }
    known: dict[str, set[str]] = {}
    for text, row in zip(simplified, chinese, strict=True):
        for run in RUN_OF_CHARACTERS.findall(text) if names else ():
            for pair in map("".join, pairwise(run)):
                if pair not in known:
                    known[pair] = _names_by_pinyin(pair, names)
                if known[pair]:
                    row.append(NAME_MARK + pair)
                    links[NAME_MARK + pair] = known[pair]


def _names_by_pinyin(pair: str, names: dict[str, str]) -> set[str]:
    if pair[0] < "\u3000":
        return set()
    spelled = (first + second for first in pinyin_readings(pair[0]) for second in pinyin_readings(pair[1]))
    return {names[name] for name in spelled if name in names}


def _link_names_and_numbers(source: Sequence[str], target: Sequence[str]) -> LinkedTexts:
    sides = [[_plain_words(write_numbers_in_full(text)) for text in texts] for texts in (source, target)]
    common = {word for row in sides[0] for word in row} & {word for row in sides[1] for word in row}
    links = {word: {word} for word in common if _is_name_or_number(word)}
    return _with_punctuation(LinkedTexts(sides[0], sides[1], links), source, target, False)


def _plain_words(text: str) -> list[str]:
    """Words in lower case and numbers without commas; each Chinese or Japanese character is a word."""
    spaced = _ONE_CHARACTER.sub(r" \1 ", text)
    found = (word.lower() for word in _OTHER_WORD.findall(spaced))
    return [word.replace(",", "").rstrip(".") if word[0].isdigit() else word for word in found]


def _is_name_or_number(word: str) -> bool:
    return _is_distinctive(word) if word.isascii() and word[0].isdigit() else len(word) >= _NAME_LENGTH


def _with_punctuation(
    texts: LinkedTexts, source: Sequence[str], target: Sequence[str], is_chinese: bool
) -> LinkedTexts:
    """The texts with the punctuation of each segment as words, which link to themselves."""
    for written, rows, chinese in ((source, texts.source, is_chinese), (target, texts.target, False)):
        for text, row in zip(written, rows, strict=True):
            row.extend(punctuation_kinds(text, chinese))
    texts.links.update({mark: {mark} for mark in PUNCTUATION_KINDS})
    return texts


_STEPS = 2
_LENGTHS = 4096

_BUCKETS = tuple(int(_STEPS * log2(length + 1)) for length in range(_LENGTHS))

Vote = Callable[[int], float]
"""The weight of a word by its number, where it is answered, beyond its weight where it is not."""

Match = tuple[frozenset[int], frozenset[int]]
"""The source words that are answered, and the target words that answer them."""


def length_bucket(length: int) -> int:
    """The bucket of a span by its number of words; spans of one bucket count as equally long."""
    return _BUCKETS[length] if length < _LENGTHS else _BUCKETS[-1]


class TextVotes:
    """The linked words of one text by number, by segment, and their votes on spans of the other text."""

    def __init__(
        self,
        rows: SegmentWords,
        words: Links,
        answer: AnswerProbability,
        chance: ChanceProbability,
        penalties: Penalties,
    ) -> None:
        numbers = {word: n for n, word in enumerate(words)}
        self.types = [frozenset(numbers[word] for word in row if word in numbers) for row in rows]
        """The words of each segment, each once."""
        self.ends = list(accumulate((len(row) or 1 for row in rows), initial=0))
        """The number of words before each segment, and in all."""
        self._chances = [chance(*link) for link in words.items()]
        self._answers = [answer(word) for word in words]
        self.unanswered = [log(1 - probability) for probability in self._answers]
        """The vote of each unanswered word, whatever the span's length: (1 - q) / (1 - p) is 1 - answer."""
        self._penalties = penalties
        self._by_bucket: dict[int, Vote] = {}

    def unanswered_score(self, start: int, end: int) -> float:
        """The score of a span of segments if none of their words, with or without links, is answered."""
        types = self.types[start:end]
        words = types[0].union(*types[1:]) if len(types) > 1 else types[0]
        return sum(map(self.unanswered.__getitem__, words)) + (self._penalties[end] - self._penalties[start])

    def votes_in(self, bucket: int) -> Vote:
        """The votes of answered words in spans of a bucket, beyond their votes as unanswered words."""
        row = self._by_bucket.get(bucket)
        if row is None:
            length = 2 ** ((bucket + 0.5) / _STEPS) - 1
            row = self._by_bucket[bucket] = _BucketVotes(length, self._chances, self._answers).__getitem__
        return row


class _BucketVotes(dict[int, float]):
    """The votes for one bucket by word, computed when a word is first looked up."""

    def __init__(self, length: float, chances: Sequence[float], answers: Sequence[float]) -> None:
        self._length = length
        self._chances = chances
        self._answers = answers

    def __missing__(self, word: int) -> float:
        self[word] = vote = _vote(1 - (1 - self._chances[word]) ** self._length, self._answers[word])
        return vote


def _vote(chance: float, answer: float) -> float:
    return log((answer + (1 - answer) * chance) / chance) - log(1 - answer)


class WordVotes:
    """The votes of the words of two texts, and which word answers which."""

    def __init__(
        self,
        texts: LinkedTexts,
        links: Links,
        answers: tuple[AnswerProbability, AnswerProbability],
        chances: tuple[ChanceProbability, ChanceProbability],
        penalties: tuple[Penalties, Penalties],
    ) -> None:
        back = reverse_links(links)
        self.source = TextVotes(texts.source, links, answers[0], chances[0], penalties[0])
        self.target = TextVotes(texts.target, back, answers[1], chances[1], penalties[1])
        self._translations, self._translated = _number_links(links, back), _number_links(back, links)
        self._possible = [
            frozenset(chain(*[self._translations[word] for word in types])) for types in self.source.types
        ]
        self._places: list[list[int]] = [[] for _ in back]
        for n, words in enumerate(self.target.types):
            for word in words:
                self._places[word].append(n)

    def match(self, source: int, target: int) -> Match | None:
        """The words of a source segment that a target segment answers, with the answers; None without any."""
        answers = self._possible[source] & self.target.types[target]
        if not answers:
            return None
        translated = chain(*[self._translated[answer] for answer in answers])
        return self.source.types[source].intersection(translated), answers

    def matches_by_group(self, size: int) -> list[list[tuple[int, ...]]]:
        """For each group of ``size`` source segments its words, each with the target groups that answer it."""
        places = [
            sorted({n // size for answer in answers for n in self._places[answer]}) for answers in self._translations
        ]
        groups: list[set[int]] = [set() for _ in range(0, len(self.source.types), size)]
        for n, types in enumerate(self.source.types):
            groups[n // size].update(types)
        shared = [tuple(row) for row in places]
        return [[(word, *shared[word]) for word in sorted(group) if shared[word]] for group in groups]


def _number_links(links: Links, back: Links) -> list[tuple[int, ...]]:
    """The links with the numbers of the linked words, which are those of ``back``."""
    numbers = {word: n for n, word in enumerate(back)}
    return [tuple(sorted(numbers[word] for word in linked)) for linked in links.values()]
