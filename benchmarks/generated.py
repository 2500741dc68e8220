"""Generated bilingual documents, and queries for what is in them, the same each time."""

import random
from collections.abc import Callable, Iterator
from itertools import accumulate

from archive.model.capture import Capture
from archive.model.document import ArticleKind, Block, Document, Extractor, Speech

_ENGLISH = 20_000
_CHINESE = 3_000
_FUNCTION_WORDS = (
    "the of and to in a is that for on as with was by it at from are be this an have which or not has had but were "
    "their its will been would they more all can one who there about after also into than so some them these when "
    "our"
)
"""The most frequent words of English, in their order."""
_SITES = ("harbour", "lantern", "meridian", "northgate")
_KINDS: tuple[ArticleKind, ...] = ("news", "news", "speech", "article", "notice")
_SPEAKERS = tuple(f"Speaker {chr(65 + number % 26)}. {number}" for number in range(200))
_DAYS = tuple(
    f"{year}-{month:02d}-{day:02d}" for year in range(2000, 2026) for month in range(1, 13) for day in (3, 17)
)


class Words:
    """Words and characters that come as often as in a language: the n-th most frequent 1/n as often."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        self.english = ["".join(self.random.choices(letters, k=self.random.randint(2, 10))) for _ in range(_ENGLISH)]
        frequent = _FUNCTION_WORDS.split()
        self.english[: len(frequent)] = frequent
        self.chinese = self.random.sample([chr(code) for code in range(0x4E00, 0x8000)], _CHINESE)
        self._english_weights = list(accumulate(1 / n for n in range(1, _ENGLISH + 1)))
        self._chinese_weights = list(accumulate(1 / (n + 5) for n in range(1, _CHINESE + 1)))

    def english_text(self, words: int) -> str:
        found = self.random.choices(self.english, cum_weights=self._english_weights, k=words)
        return ". ".join(" ".join(found[at : at + 12]) for at in range(0, words, 12))

    def chinese_text(self, characters: int) -> str:
        found = "".join(self.random.choices(self.chinese, cum_weights=self._chinese_weights, k=characters))
        year = self.random.randint(1990, 2026)
        return "，".join(found[at : at + 11] for at in range(0, characters, 11)) + f"，{year}年。"


def documents(count: int, words: Words) -> Iterator[Document]:
    """So many documents, of which each fiftieth has the text of the one before."""
    before: Document | None = None
    for number in range(count):
        before = document(number, words, copied=before if number % 50 == 49 else None)
        yield before


def document(number: int, words: Words, version: int = 1, copied: Document | None = None) -> Document:
    """The document with this number: four paragraphs in Chinese and four in English, or those of another."""
    texts = [text for _ in range(4) for text in (words.chinese_text(100), words.english_text(60))]
    blocks = tuple(
        Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, f"/html/body/p[{n + 1}]")
        for n, text in enumerate(texts)
    )
    date = f"2026-01-{version:02d}T00:00:00.000000Z"
    site, kind = _SITES[number % len(_SITES)], _KINDS[number % len(_KINDS)]
    capture = Capture("http://a.example/", f"{site}.warc.gz", number, 100, "<urn:uuid:0>", date, 200, "sha1:A")
    speech = Speech(words.random.choice(_SPEAKERS), None, None, None, None) if kind == "speech" else None
    return Document(
        id=f"{site}-{number:012x}", version=date, url=f"http://{site}.example/{number}", site=site, kind=kind,
        title=words.chinese_text(12), capture=capture, extractor=Extractor("0", "a/1", None), speech=speech,
        published=words.random.choice(_DAYS), languages={"zh-Hans": 0.6, "en": 0.4},
        blocks=copied.blocks if copied else blocks,
    )  # fmt: skip


def queries(words: Words) -> list[str]:
    """195 queries of every kind, from the most frequent to the rare."""
    ranks = [round(1.6**n) for n in range(15)]
    chinese, english = words.chinese, words.english
    kinds: list[Callable[[int], str]] = [
        lambda n: chinese[n],
        lambda n: chinese[n] + chinese[0],
        lambda n: chinese[n] + chinese[n + 1],
        lambda n: chinese[0] + chinese[1] + chinese[n],
        lambda n: chinese[0] + chinese[n] + chinese[2] + chinese[3],
        lambda n: f"{chinese[n]}，{chinese[1]}",
        lambda n: f"{chinese[n]} {english[n]}",
        lambda n: english[n],
        lambda n: f'"{english[0]} {english[n]}"',
        lambda n: f'"{english[n]} {english[n + 1]}"',
        lambda n: f"{english[n]} OR {english[n + 7]}",
        lambda n: f"{english[n]} -{english[n + 1]}",
        lambda n: f"{english[n][:3]}*",
    ]
    return [kind(rank) for kind in kinds for rank in ranks]
