"""What queries with wildcards, NEAR and base forms must find, said again by reading every text.

Nothing of the program is used: words are told by Unicode's properties, counted at the boundaries of UAX #29, and a
query is a tree of tuples, which ``written`` writes down:

- ``("word", "c?op*")``: whole words; ``("characters", "产?合")``: anywhere between two separators;
- ``("phrase", "free trade")``: a phrase; ``("lemma", "go")``: the forms of a word;
- ``("near", A, B, 5)``; ``("any", A, B)``; ``("all", A, B)``; ``("without", A, B)``: queries of queries.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, product
from typing import Any

import regex
import simplemma

Node = tuple[Any, ...]
Place = tuple[int, int]

_SCRIPTS = "".join(rf"\p{{{name}}}" for name in ("Han", "Hiragana", "Katakana", "Hangul", "Thai", "Bopomofo"))
_JOINED = rf"[{_SCRIPTS}ー〇々]"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{_JOINED}]"
_ANY = rf"[\p{{L}}\p{{M}}\p{{N}}{_SCRIPTS}]"
_WORD = regex.compile(rf"(?V1){_LETTER}+")


def plain(text: str) -> str:
    """The text in small letters, each character as its compatibility form."""
    return " ".join("".join(map(_plain, text)).split())


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower().replace("’", "'")
    return folded if len(folded) == 1 else character


def written(node: Node) -> str:
    """The query for a node."""
    kind, *parts = node
    if kind in ("word", "characters"):
        return str(parts[0])
    if kind == "phrase":
        return f'"{parts[0]}"'
    if kind == "lemma":
        return f"lemma:{parts[0]}"
    left, right = (written(part) if part[0] != "any" else f"({written(part)})" for part in parts[:2])
    return {
        "near": lambda: f"{left} NEAR/{parts[2]} {right}",
        "any": lambda: f"{left} OR {right}",
        "all": lambda: f"{left} {right}",
        "without": lambda: f"{left} -({right})",
    }[kind]()


def scan(texts: dict[str, list[str]], node: Node) -> set[str]:
    """The names of the documents (their plain texts by name) that a query finds."""
    return {name for name, own in texts.items() if _answers(own, node)}


def _answers(texts: Iterable[str], node: Node) -> bool:
    kind, *parts = node
    if kind == "any":
        return any(_answers(texts, part) for part in parts)
    if kind == "all":
        return all(_answers(texts, part) for part in parts)
    if kind == "without":
        return _answers(texts, parts[0]) and not _answers(texts, parts[1])
    return any(True for text in texts for _ in places(text, node))


def places(text: str, node: Node) -> Iterator[Place]:
    """All places of a node in a plain text."""
    kind, *parts = node
    if kind == "any":
        yield from (place for part in parts for place in places(text, part))
    elif kind == "near":
        yield from _near_places(text, *parts)
    elif kind == "lemma":
        yield from (word.span() for word in _WORD.finditer(text) if _lemma(word[0]) == parts[0])
    else:
        yield from (found.span() for found in _pattern(kind, parts[0].lower()).finditer(text, overlapped=True))


def apart(found: Iterable[Place]) -> list[Place]:
    """The places that do not overlap: of overlapping ones that which ends first, then the shortest."""
    kept: list[Place] = []
    for start, end in sorted(found, key=lambda place: (place[1], -place[0])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _near_places(text: str, left: Node, right: Node, most: int) -> Iterator[Place]:
    sides = list(places(text, left)), list(places(text, right))
    words = _words(text) if all(sides) else []
    for one, other in product(*sides):
        first, second = sorted((one, other))
        between = sum(first[1] <= start and end <= second[0] for start, end in words)
        if first[1] <= second[0] and between <= most:
            yield first[0], second[1]


@cache
def _words(text: str) -> list[Place]:
    """The words of a text at the boundaries of UAX #29."""
    edges = [found.start() for found in regex.finditer(r"(?w)\b", text)]
    return [(start, end) for start, end in pairwise(edges) if regex.search(r"\w", text[start:end])]


@cache
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, "en").lower()


@cache
def _pattern(kind: str, wanted: str) -> Any:
    joined = kind == "characters" or (kind == "phrase" and regex.search(rf"(?V1){_JOINED}", wanted))
    letter = _ANY if kind == "characters" else _LETTER
    wild = {} if kind == "phrase" else {"?": letter, "*": f"{letter}*{'?' if joined else ''}"}
    inside = "".join(wild.get(character) or regex.escape(character) for character in wanted)
    if kind == "word":  # a lone * is a word
        inside = regex.sub(r"(?<![\w*?])\*(?![\w*?])", "\0", wanted)
        inside = "".join(
            f"{letter}+" if character == "\0" else wild.get(character) or regex.escape(character)
            for character in inside
        )
    if not joined:
        before = rf"(?<!{_LETTER})" if regex.match(rf"(?V1){_LETTER}|[?*]", wanted) else ""
        after = rf"(?!{_LETTER})" if regex.search(rf"(?V1)(?:{_LETTER}|[?*])\Z", wanted) else ""
        inside = f"{before}{inside}{after}"
    return regex.compile(f"(?V1){inside}")
