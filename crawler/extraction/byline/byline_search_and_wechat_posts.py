"""The search for the byline on a page: in lines near the title and below the text, in cells of tables, in the head.

Posts of WeChat's public accounts are read as the server sends them: who posted them, and when, by the page's scripts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from lxml import etree

from crawler.extraction.article.article_body import find_core
from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.byline_line import (
    MOST_NAME,
    Byline,
    author_within,
    byline_of_value,
    is_name,
    read_byline,
    read_value,
    says_nothing,
)
from crawler.extraction.byline.dates_and_clock_times import TODAY, YEAR, Order, find_moment, is_entry_date
from crawler.extraction.byline.labels_and_labelled_parts import label_alone, split_at_labels
from crawler.extraction.byline.publication_time_and_time_zone import (
    BodyExtent,
    StatedTime,
    choose_published,
    chosen_times,
    find_far_date,
    with_time,
)
from crawler.extraction.fields.metadata_and_page_names import Metadata, person_named
from crawler.extraction.fields.title_lines_and_subtitle import TitleCandidate
from crawler.extraction.fields.trail_and_pager import Trail
from crawler.extraction.speech.occasion_place_and_day import is_byline_date, is_of_page
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speaker_lines import is_of_speaker
from crawler.extraction.speech.speech_facts import find_speech
from crawler.extraction.text.contact_credit_and_footer_lines import is_credit
from crawler.extraction.text.element_visibility_and_style import element_names
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SENTENCE_END,
    Fact,
    Run,
    SegmentedPage,
    Span,
    TextBlock,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_BEFORE, _AFTER, _TRAILING = 6, 10, 6
_SOURCES = ("source", "articlesource", "mediaid", "contentsource")
_FOOT = 3  # blocks of an article's own footer
_DATE_WORDS = lazy_pattern(r"date|time|info|meta|pub|riqi|shijian")
_LABELLED_DATE = lazy_pattern(any_of("byline", "labelled date"), re.IGNORECASE)
_BRACKETED = lazy_pattern(r"[(\[【].*[)\]】]")
_WORDED_DATE = lazy_pattern(r"[^\W\d_]{3}|[年月〇一二三년월]")


@dataclass(frozen=True, slots=True)
class BylineSearch:
    """The search for a page's byline, in the places where one may stand: near the title, below the text, in the
    head.
    """

    segmented: SegmentedPage
    evidence: Evidence
    metadata: Metadata
    times: Sequence[StatedTime]
    order: Order | None

    def has_labelled_date(self, block: TextBlock) -> bool:
        """Return whether a text block is a byline with a label for its date."""
        if block.only_link or self.evidence.in_list[block.n] or not YEAR.search(block.plain):
            return False
        if not _LABELLED_DATE.search(block.plain[:200]):
            return False
        read = read_byline(block, self.order)
        return read is not None and read.published is not None

    def near_title(self, title: TitleCandidate | None, trail: Trail | None) -> Byline:
        """Find the byline after the title, else the one before it."""
        near = self._free(self._near_title(title, trail), trail)
        worded = [n for n in near if self._is_worded_date(n)]
        found = _find_byline(self.segmented.blocks, [n for n in near if n not in worded], self.order)
        timed = [n for n in worded if self.segmented.blocks[n].holder.tag == "time"]
        worded = timed or worded
        if found.published or not worded or (self._is_day_of_speech(worded[0], title) and not timed):
            return found
        rest = timed[:1] or [n for n in near if n not in found.blocks and n not in worded[1:]]
        return found.joined(_find_byline(self.segmented.blocks, rest, self.order))

    def _near_title(self, title: TitleCandidate | None, trail: Trail | None) -> list[int]:
        """Return the blocks near the title in which a byline may be, the likeliest first."""
        if title is None and trail and not any(self.evidence.prose):  # a picture below the trail
            return list(range(max(trail.blocks) + 1, len(self.segmented.blocks)))[:_AFTER]
        if title is None:
            core = find_core(self.segmented, self.evidence)
            first = next((n for n in range(core.first, core.end) if self.evidence.prose[n]), core.first)
            return list(range(max(0, first - _AFTER), first))
        after = []
        texts = [block.text for block in self.segmented.blocks[title.last : title.last + 2 * _AFTER]]
        for n in range(title.last + 1, min(len(self.segmented.blocks), title.last + 1 + _AFTER)):
            if is_of_speaker(texts, n - title.last):
                continue
            if self.begins_body(n) and not (n == title.last + 1 and self._is_above_byline(n)):
                break
            after.append(n)
        before = range(title.first - 1, max(0, title.first - _BEFORE) - 1, -1)
        return [*after, *(n for n in before if self._is_byline_before(n, title))]

    def begins_body(self, n: int) -> bool:
        block = self.segmented.blocks[n]
        if is_salutation(block.text):
            return True
        return self.evidence.prose[n] > 0 and read_byline(block, self.order) is None

    def _is_above_byline(self, n: int) -> bool:
        """Return whether a dated byline stands right below the block, or below the line under it that is a day."""
        between = n + 1 < len(self.segmented.blocks) and is_byline_date(self.segmented.blocks[n + 1].text)
        return self._is_dated_byline(n + 2 if between else n + 1)

    def _is_dated_byline(self, n: int) -> bool:
        read = read_byline(self.segmented.blocks[n], self.order) if n < len(self.segmented.blocks) else None
        return read is not None and read.published is not None and not is_byline_date(self.segmented.blocks[n].text)

    def _is_byline_before(self, n: int, title: TitleCandidate) -> bool:
        text = self.segmented.blocks[n].plain
        if TODAY.search(text):
            return False
        if n >= title.first - 3 and (is_entry_date(text) or is_name(text)):
            return True
        read = read_byline(self.segmented.blocks[n], self.order)
        return read is not None and (":" in text or n == title.first - 1)

    def _is_day_of_speech(self, n: int, title: TitleCandidate | None) -> bool:
        """Return whether a line that is only a date says when the speech was held, and not when it was published."""
        block = self.segmented.blocks[n]
        if _DATE_WORDS.search(f"{block.box.words} {block.holder.get('class', '')}".lower()):
            return False
        texts = [block.text for block in self.segmented.blocks if self.evidence.prose[block.n]]
        speech = find_speech(title.fact.value if title else None, None, texts)
        lines = (block.text for block in self.segmented.blocks[n : n + 4])
        return speech is not None or any(map(is_salutation, lines)) or self._is_one_of_many(n)

    def _is_one_of_many(self, n: int) -> bool:
        """Return whether dated lines like this one follow, as in a chronicle."""
        later = (block for block in self.segmented.blocks[n + 1 :] if not self.evidence.in_list[block.n])
        return sum(is_byline_date(block.text) for block in later if len(block.text) < 40) > 1

    def _free(self, numbered: Sequence[int] | range, trail: Trail | None) -> list[int]:
        taken = trail.blocks if trail else frozenset()
        free = (n for n in numbered if n not in taken and not self.evidence.in_list[n])
        return [n for n in free if not self.evidence.non_content[n] or self._is_own_foot(n)]

    def _is_own_foot(self, n: int) -> bool:
        """Return whether a block is a dated byline in the article's own footer, which holds little else."""
        foot = next((box for box in self.segmented.blocks[n].box.ancestors() if box.tag == "footer"), None)
        return foot is not None and foot.end - foot.first <= _FOOT and self._is_dated_byline(n)

    def _is_worded_date(self, n: int) -> bool:
        text = self.segmented.blocks[n].plain
        return (
            len(text) < 60
            and bool(_WORDED_DATE.search(text))
            and read_byline(self.segmented.blocks[n], self.order) is not None
            and not is_of_page(text)
            and (is_byline_date(text) or bool(re.fullmatch(r"\W*[\w\s,、.]*\W*", text)))
            and find_moment(text, self.order) is not None
        )

    def with_trailing(self, byline: Byline, kept: list[int], taken: frozenset[int]) -> tuple[Byline, list[int]]:
        """Add to the byline the lines that stand under the article, and return the body without them."""
        if not kept:
            return byline, kept
        end = kept[-1] + 1
        nearby = [*kept[-_TRAILING:], *range(end, min(len(self.segmented.blocks), end + _TRAILING))]
        last_prose = max((n for n in kept if self.evidence.prose[n]), default=kept[0] - 1)
        trailing = [
            n for n in nearby if n not in taken and (n > last_prose or n == kept[-1]) and self._is_trailing(n)
        ]
        if not trailing:
            return byline, kept
        return byline.joined(_find_byline(self.segmented.blocks, trailing, self.order)), [
            n for n in kept if n not in trailing
        ]

    def _is_trailing(self, n: int) -> bool:
        text = self.segmented.blocks[n].plain
        if units(text) >= 120 or SENTENCE_END.search(text):
            return False
        read = read_byline(self.segmented.blocks[n], self.order)
        if read is not None and (is_credit(text) or read.labelled or (read.author and _BRACKETED.fullmatch(text))):
            return True
        return any(
            read_value(self.segmented.blocks, at, self.order) for at in (n, n + 1) if at < len(self.segmented.blocks)
        )

    def with_far_date(self, byline: Byline, title: TitleCandidate | None, kept: Sequence[int]) -> Byline:
        """Add to the byline a day of publication that stands farther off, where nothing near gives one."""
        if byline.published or not kept:
            return byline
        above = title.first if title and title.first < kept[0] else kept[0]
        where = BodyExtent(above, kept[0], kept[-1])
        return byline.joined(find_far_date(self.segmented.blocks, self.evidence, where, frozenset(kept), self.order))

    def with_metadata(self, byline: Byline) -> Byline:
        """Complete the byline by what only the page's head says."""
        stated = chosen_times(self.times, self.segmented.blocks, self.evidence)
        byline = with_time(byline, self.segmented.blocks)
        published = choose_published(byline, *stated, self.metadata, self.order)
        source = byline.source or _fact("source", self.metadata.get(*_SOURCES))
        author = byline.author or _fact("author", person_named(self.metadata.article.get("author")))
        return replace(
            byline, source=source, author=_seen_author(author, self.segmented.blocks, byline), published=published
        )


def _fact(kind: str, value: str | None) -> Fact | None:
    return Fact(value) if value and not says_nothing(kind, value) else None


_AUTHOR_WORDS = lazy_pattern(r"(?:^|[\s_-])(?:author|byline|user-?name|writer|zuozhe)(?:[\s_-]|$)")
_HANGUL_NAME = lazy_pattern(r"[가-힣]{2,10}(?: [가-힣]{1,10})?")
_READERS = lazy_pattern(r"조회(?:\s*수)?\s*:?\s*\d")
_MOST_CELLS = 40  # blocks of a table of labels and values


def _find_byline(blocks: Sequence[TextBlock], around: Sequence[int], order: Order | None = None) -> Byline:
    """Return the byline that the blocks numbered ``around`` make together; the nearest comes first."""
    found = Byline()
    for n in around:
        read = None if n in found.blocks else read_byline(blocks[n], order)
        if read is None:
            continue
        found = found.joined(read)
        kind = label_alone(blocks[n].plain)
        if kind and n + 1 < len(blocks) and not _begins_with_label(blocks[n + 1].plain):
            found = found.joined(byline_of_value(kind, blocks[n + 1], order) or Byline())
    found = found.joined(_beside_labels(blocks, found, order))
    found = found.joined(_named_author(blocks, around, found))
    within = (author_within(blocks[n]) for n in sorted(found.blocks) if not found.author)
    return found.joined(Byline(author=next(filter(None, within), None)))


def _beside_labels(blocks: Sequence[TextBlock], found: Byline, order: Order | None) -> Byline:
    """Return the byline in the other cells of a table, where one cell is a label that belongs to it."""
    tables = {blocks[n].box.within("table") for n in found.blocks if _is_label_cell(blocks, n)}
    cells = Byline()
    for table in tables:
        if table is None or table.end - table.first > _MOST_CELLS:
            continue
        for n in range(table.first, table.end - 1):
            kind = label_alone(blocks[n].plain) if _is_label_cell(blocks, n) else None
            value = byline_of_value(kind, blocks[n + 1], order) if kind else None
            if value:
                cells = cells.joined(value).joined(Byline(blocks=frozenset((n,))))
    return cells


def _is_label_cell(blocks: Sequence[TextBlock], n: int) -> bool:
    """Return whether a block is a table's cell with a byline's label, with the cell of its value beside it."""
    if blocks[n].box.tag not in ("td", "th") or n + 1 >= len(blocks) or not label_alone(blocks[n].plain):
        return False
    return blocks[n + 1].box.parent is blocks[n].box.parent and not label_alone(blocks[n + 1].plain)


def _begins_with_label(text: str) -> bool:
    """Return whether a text is labelled itself, and so no value for a byline's label before it."""
    return any(part.kind and part.label == 0 for part in split_at_labels(text))


def _named_author(blocks: Sequence[TextBlock], around: Sequence[int], found: Byline) -> Byline:
    """Return the author in a block beside a byline whose element says that it is one."""
    for n in around:
        block = blocks[n]
        if n in found.blocks or len(block.text) > MOST_NAME or not {n - 1, n + 1} & found.blocks:
            continue
        words = element_names(block.holder, "class", "id", "rel", "itemprop", "data-hook")
        is_author = _AUTHOR_WORDS.search(words) or _is_board_writer(blocks, n)
        if is_author and is_name(block.text):
            return Byline(author=Fact(block.text, (Span(n, 0, len(block.text)),)), blocks=frozenset((n,)))
    return Byline()


def _is_board_writer(blocks: Sequence[TextBlock], n: int) -> bool:
    """Return whether a line in Korean stands right above the count of a board's readers, as who wrote the entry
    does.
    """
    return bool(_HANGUL_NAME.fullmatch(blocks[n].plain)) and bool(
        n + 1 < len(blocks) and _READERS.match(blocks[n + 1].plain) and not blocks[n].linked
    )


def _seen_author(author: Fact | None, blocks: Sequence[TextBlock], byline: Byline) -> Fact | None:
    """Return the author, with its place where a line beside the byline is that name and nothing else."""
    beside = sorted({at for n in byline.blocks for at in (n - 1, n + 1) if 0 <= at < len(blocks)})
    shown = next((n for n in beside if author and not author.spans and blocks[n].text == author.value), None)
    return author if author is None or shown is None else Fact(author.value, (Span(shown, 0, len(author.value)),))


_IS_POST = etree.XPath("boolean(id('js_content'))")
_ACCOUNT, _AUTHOR, _TIME, _BADGE = "js_name", "js_author_name", "publish_time", "copyright_logo"
_META = "rich_media_meta_text"
_SECONDS = lazy_pattern(any_of("byline", "seconds of a post"))
_MINUTES = lazy_pattern(r"\b(?:createTime|publish_time)\s*[=:]\s*[\"'](\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)[\"']")
_BEIJING = timezone(timedelta(hours=8))
_MOST = 40  # blocks above the text
_MAX_SCRIPT = 1_000_000


def read_post(root: etree._Element, blocks: Sequence[TextBlock], metadata: Metadata) -> Byline:
    """Read the byline of a WeChat post (public account) from its page; nothing where the page is none.

    Seconds since 1970 are given in Beijing time.
    """
    if not _IS_POST(root):
        return Byline()
    found: dict[str, Fact] = {}
    taken: set[int] = set()
    for block in blocks[:_MOST]:
        for run in block.runs:
            kind = _kind(run)
            text = block.text[run.start : run.end].strip()
            if kind and text:
                taken.add(block.n)
                start = block.text.index(text, run.start)
                found.setdefault(kind, Fact(text, (Span(block.n, start, start + len(text)),)))
    author = found.get("author") or _named(metadata.get("author"))
    moment = next(_moments_of_post(root), None)
    return Byline(found.get("source"), author, Fact(moment) if moment else None, blocks=frozenset(taken))


def _kind(run: Run) -> str | None:
    """Return what a run of a WeChat post's byline says: 'source', 'author', 'date' or 'other', or None outside
    of it.
    """
    element: etree._Element | None = run.element
    for _ in range(3):
        if element is None:
            return None
        name = element.get("id")
        if name in (_ACCOUNT, _AUTHOR, _TIME, _BADGE):
            return {_ACCOUNT: "source", _AUTHOR: "author", _TIME: "date"}.get(name or "", "other")
        if _META in (element.get("class") or "") and element.tag == "span" and not len(element):
            return "author"
        element = element.getparent()
    return None


def _named(author: str | None) -> Fact | None:
    return Fact(author) if author and not says_nothing("author", author) else None


def _moments_of_post(root: etree._Element) -> Iterator[str]:
    """Yield the times of a WeChat post's publication that the page's scripts give."""
    scripts = [script.text for script in root.iter("script") if script.text and len(script.text) < _MAX_SCRIPT]
    for text in scripts:
        if seconds := _SECONDS.search(text):
            yield datetime.fromtimestamp(int(seconds[1]), UTC).astimezone(_BEIJING).isoformat()
    for text in scripts:
        if minutes := _MINUTES.search(text):
            yield f"{minutes[1]}T{minutes[2]}"
