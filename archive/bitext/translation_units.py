"""Translation units: sentences inside paired blocks that translate each other, on one page or across two.

Flags say what is odd about a unit, so that a user can leave it out. Nothing is left out here. A unit is stored as a
line of JSON, as ``unit.schema.json`` has it.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby
from typing import Any, Literal, NamedTuple
from unicodedata import normalize

from archive.bitext.language_guess_and_length_ratio import HAN, length_ratio
from archive.bitext.numbers_and_punctuation import numbers_in_text
from archive.bitext.sentences import Sentence, join_sentences, split_sentences
from archive.model.capture import Capture
from archive.model.document import Block, Document, Pair
from archive.model.json_shape import line_encoder, schema_faults
from archive.model.language_codes import primary_language

Flag = Literal["number-mismatch", "wrong-language", "copied-source", "odd-length-ratio", "duplicate"]

_SCRIPTS = {
    "han": re.compile(f"[{HAN}]+"),
    "kana": re.compile("[\u3041-\u30ff]+"),
    "hangul": re.compile("[\uac00-\ud7af]+"),
    "other": re.compile(rf"[^\W\d_\u3041-\u30ff{HAN}\uac00-\ud7af]+"),
}
_SCRIPTS_OF_LANGUAGE = {"zh": ("han",), "yue": ("han",), "ja": ("han", "kana"), "ko": ("hangul", "han")}
_LETTERS_A_CHARACTER = 3
_NOT_A_WORD = re.compile(r"[\W_]+")
_ODD_RATIO = 3.0
_LEAST_LENGTH = 20
"""Letters on the longer side; the lengths of shorter texts mean nothing."""
_CURVE_WITHIN_BLOCKS = (1.5, -0.75)
"""Slope and offset of the calibration of units' scores, in log odds."""


def find_flags(source: str, target: str, languages: tuple[str, str]) -> tuple[Flag, ...]:
    """Find what is odd about a translation unit (flags), in alphabetical order; ``languages`` are its BCP 47 tags.

    ``number-mismatch``: a number over twelve that is written in digits on one side has no equal on the other.
    ``wrong-language``: most of a side is in letters that its language does not use. ``copied-source``: both sides
    have the same words. ``odd-length-ratio``: one side is three times as long as translations usually are.

    >>> find_flags("2015年有3亿人。", "In 2015 there were 300 million people.", ("zh-Hans", "en"))
    ()
    >>> find_flags("2015年", "In 2016", ("zh-Hans", "en"))
    ('number-mismatch',)
    """
    flags: list[Flag] = []
    if _have_same_words(source, target):
        flags.append("copied-source")
    if not _have_same_numbers(source, target):
        flags.append("number-mismatch")
    if _have_odd_lengths(source, target, languages):
        flags.append("odd-length-ratio")
    if any(_is_in_wrong_script(text, lang) for text, lang in zip((source, target), languages, strict=True)):
        flags.append("wrong-language")
    return tuple(flags)


def _have_same_words(source: str, target: str) -> bool:
    if target.isascii() and _SCRIPTS["han"].search(source):
        return False
    words = _words(source)
    return bool(words) and words == _words(target)


def _words(text: str) -> str:
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _have_same_numbers(source: str, target: str) -> bool:
    numbers = numbers_in_text(source), numbers_in_text(target)
    return all(numbers[n].required <= numbers[1 - n].present for n in (0, 1))


def _have_odd_lengths(source: str, target: str, languages: tuple[str, str]) -> bool:
    expected = len(source) * length_ratio(*languages)
    shorter, longer = sorted((expected, len(target)))
    return longer >= _LEAST_LENGTH and longer > _ODD_RATIO * shorter


def _is_in_wrong_script(text: str, language: str) -> bool:
    """Return whether most letters of a unit's side are not of its language's script; a Chinese character counts as
    three.
    """
    scripts = _SCRIPTS_OF_LANGUAGE.get(primary_language(language), ("other",))
    if text.isascii():
        return "other" not in scripts and bool(_SCRIPTS["other"].search(text))
    counts = {name: sum(map(len, pattern.findall(text))) for name, pattern in _SCRIPTS.items()}
    weights = {name: count * (1 if name == "other" else _LETTERS_A_CHARACTER) for name, count in counts.items()}
    return sum(weights[name] for name in scripts) * 2 < sum(weights.values())


class BlockSpan(NamedTuple):
    """The place of a unit's text in a block: the block's ``n``, and its characters from ``start`` up to ``end``."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The document version that a translation unit's text comes from: its id, version, canonical URL and capture."""

    document: str
    version: str
    url: str
    capture: Capture

    @classmethod
    def of_document(cls, document: Document) -> "Origin":
        """Return a document as the origin of translation units' texts."""
        return cls(document.id, document.version, document.url, document.capture)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a translation unit: its language (BCP 47, with the script where it is known), text, places and
    origin.

    There is a place for each block; within a block the text is as the block has it. A page's title or subtitle, which
    is no block, has no place.
    """

    lang: str
    text: str
    places: tuple[BlockSpan, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A translation unit: two texts that translate each other, and where they come from.

    ``score``, from 0 to 1, is the probability that exactly these sentences translate each other, given the scores of
    the pair of blocks and of the bead of sentences. ``first`` is the side that stands first on the page, None for a
    cross-page unit. A cross-page unit belongs to the document of its source, which is Chinese unless the unit was
    turned: ``document``, ``version``, ``url`` and ``capture`` are the source's.
    """

    source: Side
    target: Side
    score: float
    first: Literal["source", "target"] | None
    flags: tuple[Flag, ...]

    @property
    def document(self) -> str:
        return self.source.origin.document

    @property
    def version(self) -> str:
        return self.source.origin.version

    @property
    def url(self) -> str:
        return self.source.origin.url

    @property
    def capture(self) -> Capture:
        return self.source.origin.capture

    def turned(self) -> "TranslationUnit":
        """Return the translation unit in the other direction, source and target exchanged."""
        first: dict[str | None, Literal["source", "target"]] = {"source": "target", "target": "source"}
        return replace(self, source=self.target, target=self.source, first=first.get(self.first))

    @property
    def is_cross_page(self) -> bool:
        """Return whether the sides of a translation unit come from two pages."""
        source, target = self.source.origin, self.target.origin
        return source is not target and source != target


def units_of_document(document: Document) -> Iterator[TranslationUnit]:
    """Make the translation units of a document: its title in two languages, then its pairs in order.

    A sentence without a translation is in no unit. The same document gives the same units. 1,000 units of Chinese
    and English take some 0.9 s.
    """
    page = _page(document)
    titles = _title_unit(document, document, (document.title, document.subtitle))
    return _flag_duplicates([titles, *(_units_of_pair(page, page, pair) for pair in document.pairs)])


def cross_page_units(source: Document, target: Document, pairs: Iterable[Pair]) -> Iterator[TranslationUnit]:
    """Make the translation units of two documents that translate each other: their titles, then the given pairs of
    blocks in order.

    The ``source`` of a pair has numbers of blocks of the source document, its ``target`` of the target document.
    """
    pages = _page(source), _page(target)
    titles = _title_unit(source, target, (source.title, target.title))
    return _flag_duplicates([titles, *(_units_of_pair(*pages, pair) for pair in pairs)])


def _title_unit(source: Document, target: Document, texts: tuple[str | None, str | None]) -> list[TranslationUnit]:
    """Make the unit of two titles, one Chinese and one English, if each translates the other; else none."""
    sides = [_title_block(n, text, page) for n, (text, page) in enumerate(zip(texts, (source, target), strict=True))]
    blocks = [block for block in sides if block is not None]
    if {primary_language(block.lang) for block in blocks} != {"zh", "en"}:
        return []
    from archive.bitext.alignment.block_pairing import pair_blocks  # slow to import

    origins = [Origin.of_document(page) for page in (source, target)]
    units = []
    for pair in pair_blocks(blocks):
        left, right = (Side(blocks[n].lang, blocks[n].text, (), origins[n]) for n in (*pair.source, *pair.target))
        first: Literal["source", "target"] = "target" if pair.source[0] else "source"
        flags = find_flags(left.text, right.text, (left.lang, right.lang))
        units.append(TranslationUnit(left, right, pair.score, first if source is target else None, flags))
    return units


def _title_block(n: int, text: str | None, page: Document) -> Block | None:
    """A title as a block in the Chinese or English of its page, whichever has its script; None if neither has."""
    for lang in page.languages:
        if text and primary_language(lang) in ("zh", "en") and not _is_in_wrong_script(text, lang):
            return Block(n, "heading", text, lang, 1.0, "")
    return None


def _flag_duplicates(groups: Iterable[Iterable[TranslationUnit]]) -> Iterator[TranslationUnit]:
    """Yield the units of all groups; a unit with the same texts as an earlier one is flagged as a duplicate."""
    seen: set[tuple[str, str]] = set()
    for unit in chain.from_iterable(groups):
        texts = (unit.source.text, unit.target.text)
        yield replace(unit, flags=("duplicate", *unit.flags)) if texts in seen else unit
        seen.add(texts)


def digest_of_texts(texts: Iterable[str]) -> bytes:
    """Return a 16-byte digest of a unit's texts, in which spaces and the width of characters make no difference."""
    normalized = "\n".join(["".join((text if text.isascii() else _narrowed(text)).split()) for text in texts])
    return blake2b(normalized.encode("utf-8", "surrogatepass"), digest_size=16).digest()


_WIDE_MARKS = tuple(zip("，！？：；（）", ",!?:;()", strict=True))


def _narrowed(text: str) -> str:
    """Return the text in NFKC, which takes much longer where Chinese marks are left to it."""
    for wide, narrow in _WIDE_MARKS:
        text = text.replace(wide, narrow)
    return normalize("NFKC", text)


def text_at_places(blocks: Mapping[int, Block], places: Iterable[BlockSpan]) -> str:
    """Return the text of a unit's side at its places, given the blocks of the document by ``n``.

    Raises KeyError where a block does not exist.
    """
    return join_sentences(blocks[n].text[start:end] for n, start, end in places)


def side_faults(side: Side, document: Document) -> list[str]:
    """List the faults of one side of a translation unit, compared with its document, a line each."""
    faults = []
    if (side.origin.url, side.origin.capture) != (document.url, document.capture):
        faults.append("its address or capture is not the document's")
    if not side.places:
        is_title = side.text in (document.title, document.subtitle)
        return faults if is_title else [*faults, "its text is not the document's title or subtitle"]
    try:
        text = text_at_places({block.n: block for block in document.blocks}, side.places)
    except KeyError as error:
        return [*faults, f"there is no block {error} in the document"]
    if text != side.text:
        faults.append(f"its text is not what stands at {list(map(tuple, side.places))}")
    return faults


class _Page(NamedTuple):
    """The blocks of a document by ``n``, and the origin of its texts."""

    blocks: Mapping[int, Block]
    origin: Origin


def _page(document: Document) -> _Page:
    return _Page({block.n: block for block in document.blocks}, Origin.of_document(document))


class _PairSide(NamedTuple):
    """The blocks on one side of a pair, and their sentences, each with the number of its block."""

    page: _Page
    lang: str
    sentences: Sequence[tuple[int, Sentence]]

    @property
    def texts(self) -> list[str]:
        return [sentence.text for _, sentence in self.sentences]

    def unit_side(self, numbers: Sequence[int]) -> Side:
        """Make the side of a translation unit with the sentences of these numbers."""
        places = []
        for block, group in groupby((self.sentences[n] for n in numbers), key=lambda each: each[0]):
            inside = [sentence for _, sentence in group]
            places.append(BlockSpan(block, inside[0].start, inside[-1].end))
        return Side(self.lang, text_at_places(self.page.blocks, places), tuple(places), self.page.origin)


def _pair_side(page: _Page, numbers: Sequence[int]) -> _PairSide:
    blocks = [page.blocks[n] for n in numbers]
    sentences = [(block.n, sentence) for block in blocks for sentence in split_sentences(block.text, block.lang)]
    return _PairSide(page, blocks[0].lang, sentences)


def _units_of_pair(source: _Page, target: _Page, pair: Pair) -> Iterator[TranslationUnit]:
    from archive.bitext.alignment.sentence_aligner import align_segments  # slow to import

    sides = _pair_side(source, pair.source), _pair_side(target, pair.target)
    languages = sides[0].lang, sides[1].lang
    for bead in align_segments(sides[0].texts, sides[1].texts, languages):
        if bead.source and bead.target:
            left, right = sides[0].unit_side(bead.source), sides[1].unit_side(bead.target)
            flags = find_flags(left.text, right.text, languages)
            yield TranslationUnit(left, right, unit_score(pair.score, bead.score), _first_side(left, right), flags)


def unit_score(pair: float, bead: float) -> float:
    """Return the probability that a translation unit is right, from the scores of its pair of blocks and its bead.

    Within a pair of blocks fewer beads are possible than in a whole text, so a likely bead is likelier there.

    >>> unit_score(0.9, 0.95), unit_score(0.9, 0.5)
    (0.8776, 0.2887)
    """
    from archive.bitext.alignment.bead_shapes_lengths_and_sentence_vectors import calibrate_score  # slow to import

    return round(pair * calibrate_score(bead, *_CURVE_WITHIN_BLOCKS), 4)


def _first_side(source: Side, target: Side) -> Literal["source", "target"] | None:
    if source.origin != target.origin:
        return None
    return "source" if source.places < target.places else "target"


def document_of_unit(unit: TranslationUnit) -> tuple[str, str]:
    """Return the id and version of the document that a translation unit belongs to."""
    return unit.document, unit.version


def unit_id(unit: TranslationUnit) -> str:
    """Return the id of a translation unit in exports: 16 hexadecimal digits that its texts and their documents give.

    It is the same in both directions, after a re-extraction, and in a later version of the page with these texts.
    """
    has_twin = "duplicate" in unit.flags  # a unit with the same texts, from which its places tell it apart
    sides = [
        (side.origin.document, side.text, format_places(side.places) if has_twin else "")
        for side in (unit.source, unit.target)
    ]
    sides.sort()
    return blake2b(repr(sides).encode(), digest_size=8).hexdigest()


def format_places(places: Iterable[BlockSpan]) -> str:
    """Format the places of a unit's text as ``BLOCK:START-END``, with a space between them.

    >>> format_places([BlockSpan(3, 0, 12), BlockSpan(4, 0, 7)])
    '3:0-12 4:0-7'
    """
    return " ".join([f"{block}:{start}-{end}" for block, start, end in places])


_SCHEMA = ("archive.translation_memory", "unit.schema.json")
SCHEMA_VERSION = 1
_json = line_encoder().encode


def unit_values(unit: TranslationUnit) -> dict[str, Any]:
    """Return a translation unit as JSON values, with the keys in the published order."""
    values: dict[str, Any] = json.loads(encode_unit(unit))
    return values


def encode_unit(unit: TranslationUnit) -> str:
    """Encode a translation unit as one line of JSON, without line end; the same unit gives the same line.

    It is put together from texts in JSON, which takes half of the time of an encoder for the whole.
    """
    target_page = _origin_json(unit.target.origin) if unit.is_cross_page else "null"
    return (
        f'{{"schema":{SCHEMA_VERSION},{_origin_json(unit.source.origin)[1:-1]},"source":{_side_json(unit.source)},'
        f'"target":{_side_json(unit.target)},"target_page":{target_page},"score":{unit.score!r},'
        f'"first":{_json(unit.first)},"flags":[{",".join(map(_json, unit.flags))}]}}'
    )


@lru_cache(16)
def _origin_json(origin: Origin) -> str:
    values = {"document": origin.document, "version": origin.version, "url": origin.url}
    return _json(values | {"capture": origin.capture})


def _side_json(side: Side) -> str:
    places = ",".join([f"[{block},{start},{end}]" for block, start, end in side.places])
    return f'{{"lang":{_json(side.lang)},"text":{_json(side.text)},"places":[{places}]}}'


def decode_unit(line: str | bytes) -> TranslationUnit:
    """Decode a translation unit from a line of a file of units.

    Raises ValueError when the line is not JSON or has another schema version, KeyError or TypeError when a field is
    missing.
    """
    values = json.loads(line)
    if values.get("schema") != SCHEMA_VERSION:
        raise ValueError(f"unit schema {values.get('schema')!r}, this program reads {SCHEMA_VERSION}")
    return unit_of_values(values, _read_origin(values))


def unit_of_values(values: Mapping[str, Any], origin: Origin) -> TranslationUnit:
    """Make a translation unit of JSON values, of which those of the source's origin are read already."""
    return TranslationUnit(
        _read_side(values["source"], origin),
        _read_side(values["target"], _read_origin(values["target_page"]) if values["target_page"] else origin),
        values["score"],
        values["first"],
        tuple(values["flags"]),
    )


def _read_origin(values: Mapping[str, Any]) -> Origin:
    return Origin(values["document"], values["version"], values["url"], Capture(**values["capture"]))


def _read_side(values: Mapping[str, Any], origin: Origin) -> Side:
    return Side(values["lang"], values["text"], tuple([BlockSpan(*place) for place in values["places"]]), origin)


def unit_faults(values: Any) -> list[str]:
    """Check a translation unit's JSON values by the schema: a line for each fault; empty when it is valid."""
    return schema_faults(values, *_SCHEMA)
