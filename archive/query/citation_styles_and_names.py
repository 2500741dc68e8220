"""Citations of a document in four styles, for people to read: GB/T 7714, APA, MLA and Chicago; and the names in them.

The forms are those for a web page: GB/T 7714-2015, 4.6 and 8 (EB/OL); the Publication Manual of the APA, 7th edition,
10.16; the MLA Handbook, 9th edition, 5; the Chicago Manual of Style, 17th edition, 14.207 (bibliography). Titles keep
their own capitals. Missing facts are left out.

Names of authors and speakers are split into family and given names. Only what a name's own letters tell is used: a
name in Chinese, Japanese or Korean characters and the name of an organisation stay whole. A Chinese name in pinyin
has the family name first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.query.citation import ENDING_MARKS, CitedFacts, ended
from archive.word_lists_and_character_tables import word_list

_SURNAMES = word_list(__package__, "citation", "surnames")
_PARTICLES = word_list(__package__, "citation", "particles")
_SUFFIXES = word_list(__package__, "citation", "suffixes")
_ORGANISATIONS = word_list(__package__, "citation", "organisations")

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
_BETWEEN = re.compile(r"\s*[;；、/]\s*|\s*,?\s+(?:and|&)\s+|\s*&\s*|\s*[，,](?!\s*(?:Jr|Sr)\b)\s*")
_SURNAME_ALONE = re.compile(r"([^\W\d_]+),\s*([^\W\d_][^,]*)")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|üe|a|e|i|o|u|ü)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE.pattern}['’-]?){{1,3}}")
_GIVEN_WITH_HYPHEN = re.compile(r"[A-Z][a-z]+-[a-z]+")


@dataclass(frozen=True, slots=True)
class CitedName:
    """The name of an author in a citation. ``family`` is None for a name that stays whole: ``text``."""

    text: str
    family: str | None = None
    given: str = ""
    suffix: str = ""
    family_first: bool = False
    """True for a Chinese or Korean name in Latin letters."""

    @property
    def initials(self) -> tuple[str, ...]:
        """Return the initials of an author's given names, one for each syllable of a name in pinyin.

        >>> split_names("Xi Jinping")[0].initials
        ('J', 'P')
        """
        parts = re.findall(r"[^\s.]+", self.given)
        if self.family_first:
            parts = [syllable for part in parts for syllable in _syllables(part)]
        return tuple(part[0].upper() for part in parts if part)


def split_names(text: str) -> tuple[CitedName, ...]:
    """Split the author line of a citation into names, in its order.

    >>> [(name.family, name.given) for name in split_names("Wang Yi, Mary van Dyke and Ban Ki-moon")]
    [('Wang', 'Yi'), ('van Dyke', 'Mary'), ('Ban', 'Ki-moon')]
    """
    if (turned := _SURNAME_ALONE.fullmatch(text)) and not _is_east_asian(text):
        family, given = turned.groups()
        if len(given.split()) <= 2 and not _has_organisation(text):
            return (CitedName(f"{given} {family}", family, given),)
    return tuple(_split_name(part) for part in _BETWEEN.split(text) if part)


def _is_east_asian(text: str) -> bool:
    """Return whether an author's name or title has Chinese, Japanese or Korean characters."""
    return _EAST_ASIAN.search(text) is not None


def _split_name(text: str) -> CitedName:
    if _is_east_asian(text):
        return CitedName(re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", text))
    words, suffix = _without_suffix(text.replace(",", " ").split())
    if not 2 <= len(words) <= 5 or _has_organisation(text) or not all(map(_may_be_in_name, words)):
        return CitedName(text)
    if _is_family_first(words):
        return CitedName(text, words[0].capitalize(), " ".join(words[1:]), suffix, family_first=True)
    first = next((n for n, word in enumerate(words[1:-1], 1) if word.lower() in _PARTICLES), len(words) - 1)
    return CitedName(text, " ".join(words[first:]), " ".join(words[:first]), suffix)


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    return (words[:-1], words[-1]) if words[-1:] and words[-1] in _SUFFIXES else (words, "")


def _has_organisation(text: str) -> bool:
    return not _ORGANISATIONS.isdisjoint(word.strip(",") for word in text.split())


def _may_be_in_name(word: str) -> bool:
    return word in _PARTICLES or (word[0].isupper() and not any(letter.isdigit() for letter in word))


def _is_family_first(words: list[str]) -> bool:
    """Return whether an author's family name comes first: before pinyin, before 'Ki-moon', or alone in capitals."""
    if len(words) != 2:
        return False
    family, given = words
    in_capitals = family.isalpha() and family.isupper() and len(family) > 1 and not given.isupper()
    if in_capitals or _GIVEN_WITH_HYPHEN.fullmatch(given):
        return True
    return family.lower() in _SURNAMES and _PINYIN.fullmatch(given.lower()) is not None


def _syllables(text: str) -> list[str]:
    """Return the syllables of a given name in pinyin; a part that is none stays whole."""
    found: list[str] = []
    for part in re.split("['’-]", text.lower()):
        found += _SYLLABLE.findall(part) if _PINYIN.fullmatch(part) else [part]
    return found


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


@dataclass(frozen=True, slots=True)
class CitationPart:
    """A part of a citation in a style, in italics where the style asks for them."""

    text: str
    italic: bool = False


CitationParts = tuple[CitationPart, ...]


def cite_gb_t(facts: CitedFacts) -> CitationParts:
    """Cite a document by GB/T 7714: author. title[EB/OL]. (published)[captured]. URL."""
    title = ": ".join(part for part in (facts.title, _subtitle(facts)) if part)
    days = (f"({facts.published})" if facts.published else "") + f"[{facts.captured}]"
    author = _gb_t_names(split_names(facts.author or ""))
    return (CitationPart(_joined(ended(author), f"{title}[EB/OL].", f"{days}.", f"{facts.url}.")),)


def cite_apa(facts: CitedFacts) -> CitationParts:
    """Cite a document in APA style: author. (published). *Title* [form]. Site. URL.

    A page without an author begins with its title; one without a day is followed by the day of its capture.
    """
    names = [_apa_name(name) for name in split_names(facts.author or "")]
    author = ended(_listed(names, last=", & "))
    day = f"({_apa_day(facts.published) if facts.published else 'n.d.'})."
    site = ended(facts.source or "") if facts.source != facts.author else ""
    url = facts.url if facts.published else f"Retrieved {_long_day(facts.captured)}, from {facts.url}"
    title = facts.title or facts.url
    kind = f" [{_capitalised(facts.form)}]." if facts.form else "" if title[-1] in ENDING_MARKS else "."
    begin, end = ((author, day), (site, url)) if author else ((), (day, site, url))
    return _parts((_before(*begin), False), (title, True), (f"{kind} {_joined(*end)}", False))


def cite_mla(facts: CitedFacts) -> CitationParts:
    """Cite a document in MLA style: author. “Title.” *Site*, published, URL. Form. Accessed day of capture."""
    author = _mla_names(split_names(facts.author or "")) if facts.author != facts.source else ""
    begin = _before(ended(author), _quoted(facts.title))
    address = facts.url.partition("://")[2] or facts.url
    place = ", ".join(part for part in (facts.published and _mla_day(facts.published), address) if part)
    end = _joined(f"{place}.", ended(_capitalised(facts.form)), f"Accessed {_mla_day(facts.captured)}.")
    if not facts.source:
        return _parts((begin + end, False))
    return _parts((begin, False), (facts.source, True), (f", {end}", False))


def cite_chicago(facts: CitedFacts) -> CitationParts:
    """Cite a document in Chicago style: author. “Title.” Form, occasion, day. Site, published. URL."""
    delivered = facts.delivered and _long_day(facts.delivered)
    held = ", ".join(part for part in (_capitalised(facts.form), facts.occasion, delivered) if part)
    if facts.published:
        place = ", ".join(part for part in (facts.source, _long_day(facts.published)) if part)
    else:
        place = _joined(ended(facts.source or ""), f"Accessed {_long_day(facts.captured)}")
    author = _chicago_names(split_names(facts.author or ""))
    cited = _joined(ended(author), _quoted(facts.title), ended(held), ended(place), f"{facts.url}.")
    return (CitationPart(cited),)


CITATION_STYLES: dict[str, Callable[[CitedFacts], CitationParts]] = {
    "gb-t-7714": cite_gb_t,
    "apa": cite_apa,
    "mla": cite_mla,
    "chicago": cite_chicago,
}


def _subtitle(facts: CitedFacts) -> str | None:
    """Return the subtitle to cite, unless it is the title in another script."""
    title, subtitle = facts.title or "", facts.subtitle or ""
    return subtitle if _is_east_asian(title) == _is_east_asian(subtitle) else None


def _gb_t_names(names: Sequence[CitedName]) -> str:
    """Return at most three names for GB/T 7714, family name in capitals and initials: 'WANG Y, HOPKINSON A'."""
    written = [
        " ".join((name.family.upper(), *name.initials, *filter(None, [name.suffix]))) if name.family else name.text
        for name in names
    ]
    others = "等" if names and _is_east_asian(names[0].text) else "et al"
    return ", ".join([*written[:3], others] if len(written) > 3 else written)


def _apa_name(name: CitedName) -> str:
    if not name.family:
        return name.text
    given = name.given.split() if name.family_first else name.initials
    initials = " ".join(f"{part[0].upper()}." for part in given)
    return ", ".join(part for part in (name.family, initials, name.suffix) if part)


def _mla_names(names: Sequence[CitedName]) -> str:
    """Return the names for MLA, the first with the family name first; of three and more the first alone."""
    if len(names) > 2:
        return f"{_inverted(names[0])}, et al."
    return _listed([_inverted(name) if n == 0 else name.text for n, name in enumerate(names)], last=", and ")


def _chicago_names(names: Sequence[CitedName]) -> str:
    """Return the names for Chicago, the first with the family name first; of more than ten the first seven."""
    written = [_inverted(name) if n == 0 else name.text for n, name in enumerate(names)]
    if len(written) > 10:
        return ", ".join([*written[:7], "et al."])
    return _listed(written, last=", and ")


def _inverted(name: CitedName) -> str:
    """Return an author's name with the family name first; a name that has it there already, as it is."""
    if not name.family or name.family_first:
        return name.text
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)


def _listed(names: Sequence[str], last: str) -> str:
    """Join authors' names by commas, with ``last`` before the last.

    >>> _listed(["A", "B", "C"], last=", & ")
    'A, B, & C'
    """
    return last.join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _apa_day(day: str) -> str:
    year, month, of_month = _date(day)
    return f"{year}, {_MONTHS[month - 1]} {of_month}"


def _mla_day(day: str) -> str:
    year, month, of_month = _date(day)
    return f"{of_month} {_SHORT_MONTHS[month - 1]} {year}"


def _long_day(day: str) -> str:
    year, month, of_month = _date(day)
    return f"{_MONTHS[month - 1]} {of_month}, {year}"


def _date(day: str) -> tuple[int, int, int]:
    year, month, of_month = (int(part) for part in day.split("-"))
    return year, month, of_month


def _quoted(title: str | None) -> str:
    return f"“{ended(title)}”" if title else ""


def _capitalised(text: str | None) -> str:
    return text[:1].upper() + text[1:] if text else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _before(*parts: str) -> str:
    """Return the parts as they stand before another: with a space behind, if there are any."""
    return f"{joined} " if (joined := _joined(*parts)) else ""


def _parts(*parts: tuple[str, bool]) -> CitationParts:
    return tuple(CitationPart(text, italic) for text, italic in parts if text)
