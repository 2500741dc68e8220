"""What a query must find, said again without tokens: by reading every text.

``python -m tests.archive.index.scan DIR`` holds an archive's index against that: it takes random pieces of the
archive's texts, asks for each, and reads all texts for the same. It prints what differs and ends with 1.
"""

import argparse
import random
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator

from archive.index import Filters, Index, SearchOptions
from archive.index.folding import fold
from archive.layout import Archive
from archive.model.document import Document

_JOINED = (
    "CJK UNIFIED", "CJK COMPAT", "HANGUL", "HIRAGANA", "HENTAIGANA", "KATAKANA", "IDEOGRAPHIC", "HANGZHOU NUMERAL",
    "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO", "CJK RADICAL", "KANGXI",
)  # fmt: skip
_MOST_CHINESE = 12
_MOST_ENGLISH = 6


def joined(character: str) -> bool:
    """An independent idea of which characters stand without spaces between words."""
    letter = unicodedata.category(character)[0] in "LMN"
    name = unicodedata.name(character, "")
    return (letter and name.startswith(_JOINED)) or 0x20000 <= ord(character) < 0x40000


def inside_word(left: str, right: str) -> bool:
    """Whether nothing parts two characters: both are letters or digits of scripts that put spaces between words."""
    return all(unicodedata.category(side)[0] in "LMN" and not joined(side) for side in (left, right))


def texts_of(document: Document) -> list[str]:
    """The texts that a query without a field searches, which stand apart."""
    return [text for text in (document.title, document.subtitle, *(block.text for block in document.blocks)) if text]


def normal(text: str) -> str:
    """The text folded, with each run of spaces as one."""
    return re.sub(" +", " ", fold(text))


def holds(text: str, words: str) -> bool:
    """Whether a normal text holds normal words: anywhere if there is Chinese in them, else as whole words."""
    whole = not any(map(joined, words))
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        opens = at > 0 and inside_word(text[at - 1], text[at])
        closes = end < len(text) and inside_word(text[end - 1], text[end])
        if not (whole and (opens or closes)):
            return True
        at = text.find(words, at + 1)
    return False


def scan(documents: Iterable[Document], wanted: str) -> set[str]:
    """The ids of the documents in which the text stands."""
    words = normal(wanted).strip()
    return {document.id for document in documents if any(holds(normal(text), words) for text in texts_of(document))}


def searchable(text: str) -> bool:
    """Whether there is anything but punctuation in it."""
    return any(unicodedata.category(character)[0] in "LMN" or joined(character) for character in fold(text))


def quoted(text: str) -> str:
    r"""The query for a text as it is written.

    >>> print(quoted('say "no"'))
    "say \"no\""
    """
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'


def found(index: Index, query: str) -> set[str]:
    """The ids of all documents that the index finds, page by page."""
    ids: set[str] = set()
    after: str | None = None
    while True:
        result = index.search(query, Filters(), 1000, after, SearchOptions(apart=True))
        ids.update(hit.document.id for hit in result.hits)
        after = result.next
        if after is None:
            return ids


def pieces_of(texts: list[str], random_: random.Random) -> Iterator[str]:
    """Random pieces of random texts: up to 12 characters of one with Chinese, up to 6 words of another."""
    while True:
        text = random_.choice(texts)
        if any(map(joined, text)):
            start = random_.randrange(len(text))
            yield text[start : start + random_.randint(1, _MOST_CHINESE)]
        else:
            words = text.split()
            start = random_.randrange(len(words))
            yield " ".join(words[start : start + random_.randint(1, _MOST_ENGLISH)])


def main() -> None:
    """Prints how many pieces were asked for and each that is answered otherwise than by reading."""
    parser = argparse.ArgumentParser(description="Holds an archive's index against a reading of all its texts.")
    parser.add_argument("archive", metavar="DIR")
    parser.add_argument("--number", type=int, default=1000, help="how many pieces; 1000 unless told")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    faults = 0
    with Index(Archive.at(given.archive)) as index:
        texts = {
            document.id: [normal(text) for text in texts_of(document)] for document in index.documents(Filters())
        }
        everything = [text for document in index.documents(Filters()) for text in texts_of(document)]
        asked = 0
        for piece in pieces_of(everything, random.Random(given.seed)):
            if asked == given.number:
                break
            if not searchable(piece):
                continue
            asked += 1
            words = normal(piece).strip()
            wanted = {id_ for id_, own in texts.items() if any(holds(text, words) for text in own)}
            if (answer := found(index, quoted(piece))) != wanted:
                faults += 1
                print(f"{piece!r}: not found {sorted(wanted - answer)}, wrongly found {sorted(answer - wanted)}")
    print(f"{asked} pieces of {len(texts)} documents asked for, {faults} answered otherwise than by reading")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
