"""The article's title, found on the page, in its head, or in an image."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.dates_and_clock_times import find_day, is_entry_date
from crawler.extraction.byline.labels_and_labelled_parts import label_alone, title_label
from crawler.extraction.fields.metadata_and_page_names import Metadata, PageNames, comparison_words
from crawler.extraction.fields.title_lines_and_subtitle import TITLE_WORDS, Heading, TitleCandidate, read_heading
from crawler.extraction.language.writing_systems_and_chinese_characters import writing
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.text import boilerplate_phrases_and_section_names as phrases
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import (
    is_consent,
    is_marker,
    service_reason,
)
from crawler.extraction.text.contact_credit_and_footer_lines import (
    is_credit,
    names_contact,
    names_owner,
    names_registration,
)
from crawler.extraction.text.element_visibility_and_style import element_names, is_big, is_centred
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    Fact,
    SegmentedPage,
    TextBlock,
    key,
    leads_to,
    narrow,
    normalise,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import class_words, lazy_pattern

_SENTENCE = lazy_pattern(r"[。.;;]$")
_STEP = lazy_pattern(r"\s+[-–>»/]\s+|\s*[>»]\s*")
_LEAST, _LEAST_UNNAMED, _LEAST_UNLIKE = 3.5, 2.5, 8.0
_TELLING = 24  # units of a title in the head that is no mere section
_MAIN = 2.5
_PICTURED = 12  # units of a title that is a picture, at least
_MOST_SHARED = 0.5
_SITE_WORDS = class_words("site")
_AHEAD, _BELOW = 14, 3  # blocks
_MAX = 320  # units of a title
_MAX_WORDS = 200  # characters of class and id
_PROSE = 150  # a line with more of it is no title


@dataclass(frozen=True, slots=True)
class TitleArea:
    """The area in which the title is looked for: where the page's text begins, dated bylines, and the trail's
    blocks.
    """

    start: int
    dated: frozenset[int]
    trail: frozenset[int]


def find_title(
    blocks: Sequence[TextBlock], evidence: Evidence, names: PageNames, place: TitleArea
) -> TitleCandidate | None:
    """Find the text block that is the article's title, or None when none is like one."""
    best: TitleCandidate | None = None
    before: TitleCandidate | None = None
    main = _main_heading(blocks, evidence, names)
    called = frozenset((names.whole, names.graph, *names.parts[:1], *names.headlines))
    end = 0
    for block in blocks:
        if block.n < end:
            continue
        seen = None
        if block.n not in place.trail and _may_be_title(block, place, called):
            heading = read_heading(blocks, block, names)
            end = heading.last + 1
            if evidence.prose[block.n] <= _PROSE:
                more = _position(heading, block, place, evidence) + _MAIN * (block.n == main)
                seen = _sight(blocks, heading, names, place, more)
        if seen and (best is None or seen.score > best.score + _gain(before, best, seen)):
            best = seen
        before = seen
    return best if best and best.score >= _least(best, names) else None


def _main_heading(blocks: Sequence[TextBlock], evidence: Evidence, names: PageNames) -> int | None:
    """Return the only heading of the first level that does not name the site or a section."""
    found = [
        block
        for block in blocks
        if block.heading == 1
        and key(block.text) not in names.site | names.sections
        and not (evidence.non_content[block.n] or _is_of_site(block) or phrases.is_section_name(block.plain))
    ]
    return found[0].n if len({key(block.text) for block in found}) == 1 else None


def _least(best: TitleCandidate, names: PageNames) -> float:
    """Return the score that a title candidate needs: more, where the head gives another that is no mere section."""
    if not best.backed and any(units(name) >= _TELLING for name in names.titles):
        return _LEAST_UNLIKE
    return _LEAST if names.whole else _LEAST_UNNAMED


_BELOW_TITLE = lazy_pattern("(?:——|──|――|--)\\s*\\S")
"""The dash of a line that goes on from a title."""


def _may_be_title(block: TextBlock, place: TitleArea, called: frozenset[str]) -> bool:
    """Return whether a block is worth a look as title: not an entry of a menu, nor a line far below where the text
    begins; what the head calls the page (``called``) is.
    """
    if len(block.text) > _MAX or block.n in place.dated:
        return False
    near = not block.only_link and (block.n <= place.start + _BELOW or block.n + 1 in place.dated)
    if not (block.heading or near or key(block.text) in called) or _BELOW_TITLE.match(block.text):
        return False
    return 4 <= units(block.text) <= _MAX and not is_consent(block)


def _sight(
    blocks: Sequence[TextBlock], heading: Heading, names: PageNames, place: TitleArea, more: float
) -> TitleCandidate:
    """Return the heading as a title candidate; ``more`` is what its place adds to its score."""
    block = blocks[heading.first]
    alike = _likeness(heading.text, names)
    labelled = 6.0 * _is_labelled(blocks, block)
    score = alike + labelled + _looks(block, narrow(heading.text), names.base) - 20 * _is_value(blocks, block)
    named = _names_title(_own_words(block))
    backed = alike > 0 or labelled > 0 or named or block.heading == 1 or heading.last + 1 in place.dated
    return TitleCandidate(Fact(heading.text, heading.spans), block.n, heading.last, score + more, backed)


def _is_labelled(blocks: Sequence[TextBlock], block: TextBlock) -> bool:
    """Return whether a label says that the block is the title: in it, or in the block before it, in one row."""
    if title_label(block.plain):
        return True
    before = blocks[block.n - 1] if block.n else None
    if before is None or before.box.parent is not block.box.parent:
        return False
    label = title_label(before.plain)
    return label is not None and label.end() == len(before.plain)


def _is_value(blocks: Sequence[TextBlock], block: TextBlock) -> bool:
    """Return whether the block is the value of a byline's label in the cell before it."""
    before = blocks[block.n - 1] if block.n else None
    if before is None or before.box is block.box or before.box.parent is not block.box.parent:
        return False
    return block.box.tag in ("td", "dd") and label_alone(before.plain) is not None


def _gain(before: TitleCandidate | None, best: TitleCandidate, seen: TitleCandidate) -> float:
    """Return how much better a title candidate must be than the best before it: more, where it may be its
    translation.
    """
    follows = before is best and seen.first == best.last + 1
    follows = follows and units(seen.fact.value) < 4 * units(best.fact.value)  # no entry of a menu above it
    return 1.5 if follows and writing(best.fact.value) != writing(seen.fact.value) else 0.0


def _likeness(text: str, names: PageNames) -> float:
    """Score how much a title candidate is like what the head calls the page."""
    name = key(text)
    if not name:
        return -20.0
    section = name in names.sections or phrases.is_section_name(text)
    site = name in names.site or any(each.startswith(name) for each in names.site if name not in names.own)
    score = -8.0 * site - 4.0 * section + 8.0 * (name in names.headlines)
    own = [part for part in names.parts if part not in names.site]
    long = len(name) >= 0.4 * len(names.whole) or units(name) >= 0.4 * units("".join(own) or names.whole)
    if name in (names.whole, names.graph):
        return score + 10
    if section and name in names.parts:
        return score
    if names.whole.startswith(name) or names.graph.startswith(name):
        long = long or name == names.opening or writing(name) != writing(names.whole[len(name) :])
        return score + (8 if long or name in names.parts else 3)
    if long and name in names.whole and name not in names.site:
        return score + 6
    if names.parts and len(names.parts[0]) >= 8 and name.startswith(names.parts[0]):
        return score + 6
    return score + _shared(text, names)


def _shared(text: str, names: PageNames) -> float:
    """Score the words that a title candidate has in common with the head's titles, where these are most of both."""
    words = comparison_words(text)
    shares = (2 * len(words & other) / (len(words) + len(other)) for other in names.worded)
    share = max(shares, default=0.0)
    return 6 * share if share >= _MOST_SHARED else 0.0


def _looks(block: TextBlock, text: str, base: str) -> float:
    label = title_label(block.plain)
    score = {0: 0.0, 1: 5.0, 2: 4.0, 3: 3.0}.get(block.heading, 1.5)
    if block.bold and not block.heading:
        score += 1
    boxes = list(islice(block.box.ancestors(), 3))
    if any(_names_title(words) for words in (_own_words(block), *(box.words for box in boxes)) if words):
        score += 2
    if is_big(block):
        score += 2
    if any(is_centred(box) for box in boxes[:2]):
        score += 1
    if block.only_link and not any(leads_to(link, base) for _, link in block.links()):
        score -= 5
    if is_marker(block) or _is_of_foot(text):
        score -= 6
    if _is_of_site(block):
        score -= 6
    if label_alone(block.plain) or phrases.SHARE.match(text) or (label and label.end() == len(block.plain)):
        score -= 10
    if not block.heading and find_day(text):
        score -= 2
    return score - _unlike_title(text)


@lru_cache(maxsize=1024)  # the names of sites and sections are the same on every page of a site
def _is_of_foot(text: str) -> bool:
    return names_owner(text) or names_registration(text) or names_contact(text)


@lru_cache(maxsize=1024)
def _unlike_title(text: str) -> float:
    """Return how much the words of a line count against its being a title."""
    score = 0.0
    if is_entry_date(text) or phrases.HOME.match(text) or phrases.PAGE_ITSELF.match(text):
        score += 10
    first, *further = _STEP.split(text, maxsplit=1)
    if further and phrases.HOME.match(first):
        score += 6
    if phrases.ABOUT.match(text):
        score += 3
    if service_reason(text) or phrases.GREETING.search(text) or is_credit(text):
        score += 6
    if is_salutation(text) or text.endswith((",", ":")):
        score += 6
    if _SENTENCE.search(text):
        score += 2
    return score + text.endswith("!")


def _own_words(block: TextBlock) -> str:
    """Return the class and id of the element that a title candidate begins in."""
    return element_names(block.runs[0].element)[:_MAX_WORDS]


@lru_cache(maxsize=4096)  # the pages of a site name their boxes alike
def _names_title(words: str) -> bool:
    return bool(TITLE_WORDS.search(words))


@lru_cache(maxsize=4096)
def _names_site(words: str) -> bool:
    return bool(_SITE_WORDS.search(words))


def _is_of_site(block: TextBlock) -> bool:
    """Return whether the boxes around the block are named for the site's name."""
    return any(box.words and _names_site(box.words) for box in islice(block.box.ancestors(), 3))


def _position(seen: Heading, block: TextBlock, place: TitleArea, evidence: Evidence) -> float:
    """Return the score of a line's place: right above the text or a dated byline, not below, not beside."""
    score = -5.0 * evidence.non_content[seen.first] - 4.0 * evidence.in_list[seen.first]
    dated = (block.box.end if block.heading else seen.last + 1) in place.dated
    if seen.first > place.start:
        return score + (3 if dated else -1 if block.heading == 1 else -6)
    distance = place.start - seen.first
    follows = seen.first - 1 in place.dated or seen.first - 1 in place.trail
    return score + 1.5 * dated + 2 * follows + (max(0.0, 4 - distance / 4) if distance <= _AHEAD else 0)


def title_from_image(segmented: SegmentedPage, names: PageNames) -> str | None:
    """Return the title where it is a picture in a heading: its alternative text, if that is no name of the site."""
    for _, image in segmented.images:
        text = normalise(image.get("alt") or "")
        around = list(islice(image.iterancestors(), 3))
        heading = any(
            element.tag in ("h1", "h2", "h3") or TITLE_WORDS.search(element.get("class", "").lower())
            for element in around
        )
        named = any(_SITE_WORDS.search(f"{each.get('class')} {each.get('id')}"[:_MAX_WORDS]) for each in around)
        if heading and not named and units(text) >= _PICTURED and key(text) not in names.site | names.sections:
            return text
    return None


def title_from_head(metadata: Metadata, names: PageNames) -> str | None:
    """Return the title as the page's head gives it, without the site's name and the section's; None without it."""
    for headline in metadata.headlines:
        return headline
    parts = metadata.title_parts
    if phrases.PAGE_ITSELF.match(metadata.title or ""):
        return None
    if len(parts) <= 1:
        return metadata.title if metadata.title and key(metadata.title) not in names.site else None
    own = (part for part in parts if key(part) not in names.site | names.sections)
    return next(own, None) or next((part for part in parts if key(part) not in names.site), None)
