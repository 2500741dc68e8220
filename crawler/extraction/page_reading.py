"""Reads a page: its article's body and fields, each with its place, before a document is made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from archive.model.document import OtherKind
from crawler.extraction.body.article_body import find_body, find_core, is_ago
from crawler.extraction.body.evidence import Evidence, is_entry_date, weigh, without, without_prose
from crawler.extraction.body.site_selectors import Selection, select
from crawler.extraction.body.site_template import Lines, Template, find_template, lines_of
from crawler.extraction.byline.byline import Byline, find_byline, is_name, read_byline, read_value, seen_author
from crawler.extraction.byline.dates import TODAY, YEAR, StatedTime, chosen_times, find_moment, find_stated_times
from crawler.extraction.byline.labels import is_credit, says_nothing
from crawler.extraction.byline.publication_time import (
    Extent,
    choose_published,
    find_far_date,
    last_resort,
    page_order,
    with_time,
)
from crawler.extraction.byline.wechat_post import read_post
from crawler.extraction.decoding.stored_article import StoredArticle
from crawler.extraction.fields.breadcrumb import Trail, find_trail, section_steps
from crawler.extraction.fields.metadata import Metadata, person_named, read_metadata
from crawler.extraction.fields.page_names import Names, page_names
from crawler.extraction.fields.subtitle import find_dashed, find_subtitle
from crawler.extraction.fields.title import Place, Sighting, find_title, title_from_head, title_from_image
from crawler.extraction.kind.page_kind import Findings, Standing, is_claimed
from crawler.extraction.kind.sections import NOWHERE, PagePlace, place_of
from crawler.extraction.model.judgement import UNJUDGED, Judgement, Verdict, judge, judge_page
from crawler.extraction.speech.facts import find_speech, is_byline_date
from crawler.extraction.speech.labels import is_of_page
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.speech.speaker_lines import is_of_speaker, lines_of_speaker
from crawler.extraction.text.markup import has_password
from crawler.extraction.text.page_words import NEIGHBOUR, SENTENCE_END, key, units
from crawler.extraction.text.segment import segment
from crawler.extraction.text.text_block import Box, Fact, Piece, Segmented, Span, numbers
from crawler.sites import Selectors

_BEFORE, _AFTER, _TRAILING = 6, 10, 6
_SOURCES = ("source", "articlesource", "mediaid", "contentsource")
_FOOT = 3  # pieces of an article's own footer
_ENTRY = 24  # units of a menu's entry
_DATE_WORDS = re.compile(r"date|time|info|meta|pub|riqi|shijian")
_LABELLED_DATE = re.compile(
    r"(?:日\s*期|时\s*间|時間|发布|date|published|posted|来源|source).{0,40}(?:19|20)\d\d"
    r"|^\W*(?:19|20)\d\d.{4,20}(?:来源|來源|作者|source\s*:)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[【].*[)\]】]")
_WORDED_DATE = re.compile(r"[^\W\d_]{3}|[年月〇一二三년월]")


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found on a page; ``body`` is its text, or what would be its text if it were an article.

    ``template`` are the pieces of ``lines`` that would else be text; ``lines`` and ``place`` do not depend on it.
    """

    url: str
    segmented: Segmented
    evidence: Evidence
    metadata: Metadata
    title: Fact | None
    subtitle: Fact | None
    trail: Trail | None
    steps: tuple[tuple[str, Span], ...]
    byline: Byline
    body: tuple[Piece, ...]
    judged: Judgement
    verdict: Verdict = UNJUDGED
    template: frozenset[int] = frozenset()
    lines: Lines = field(default_factory=dict)
    place: PagePlace = NOWHERE

    @property
    def other(self) -> OtherKind | None:
        """What the page is when it is no article, else None."""
        return self.verdict.other


def read_page(
    root: etree._Element,
    url: str,
    status: int,
    template: Template | None = None,
    selectors: Selectors | None = None,
    stored: StoredArticle | None = None,
) -> Reading:
    """What the page at the canonical address ``url`` says, and the article that its scripts store where one is given.

    What is of the site's template, and stands in no box with text of the page's own, is none of the article.
    What its selectors find comes before all else. Raises UsageError for one that cannot be used.
    """
    segmented = segment(root, stored.element if stored else None)
    evidence = weigh(segmented)
    prose, lines = evidence.prose, lines_of(segmented.pieces, evidence)
    metadata, selection = read_metadata(root, url), Selection()
    trail = find_trail(segmented.pieces, frozenset(map(key, metadata.title_parts)))
    place = place_of(url, segmented.pieces, evidence, metadata, trail)
    taken = find_template(segmented.pieces, lines, prose, template) if template else frozenset[int]()
    evidence = without_prose(evidence, taken)
    if selectors:
        selection = select(root, segmented.pieces, selectors, page_order(segmented.pieces, evidence, metadata))
        evidence = without(evidence, selection.removed)
    if stored:
        metadata, selection = stored.described(metadata), stored.selected(selection, segmented.pieces)
    reader = _Reader(segmented, evidence, metadata, tuple(find_stated_times(root)), selection)
    found = reader.read(root, url, status, taken, trail)
    kept = frozenset(n for n in taken if prose[n] or n in found.judged.pieces)
    return replace(found, template=kept, lines=lines, place=place)


class _Reader:
    """The steps of reading one page."""

    def __init__(
        self, segmented: Segmented, evidence: Evidence, metadata: Metadata, times: Sequence[StatedTime],
        selection: Selection,
    ) -> None:  # fmt: skip
        self._segmented = segmented
        self._pieces = segmented.pieces
        self._evidence = evidence
        self._metadata = metadata
        self._times = times
        self._selection = selection
        self._order = page_order(segmented.pieces, evidence, metadata)

    def read(self, root: etree._Element, url: str, status: int, left: frozenset[int], trail: Trail | None) -> Reading:
        names = page_names(self._segmented, self._metadata, trail)
        core = find_core(self._segmented, self._evidence)
        place = self._above_text(core, trail)
        sighting = self._selection.sighting() or find_title(self._pieces, self._evidence, names, place)
        pictured = None if sighting and sighting.backed else title_from_image(self._segmented, names)
        sighting = None if pictured else sighting
        title = self._selection.title or (Fact(pictured) if pictured else sighting.fact if sighting else None)
        if title is None and (head := title_from_head(self._metadata, names)):
            title = Fact(head)
        trail = trail if trail and self._is_above(trail, sighting) else None
        posted = read_post(root, self._pieces, self._metadata)
        byline = self._selection.byline().joined(posted).joined(self._byline(sighting, trail))
        subtitle = self._selection.subtitle or self._subtitle(sighting, trail, byline)
        taken = frozenset(byline.pieces | (trail.pieces if trail else frozenset()) | numbers((title, subtitle)))
        judged = self._judged(taken, sighting.last if sighting else None)
        byline, kept = self._with_trailing(byline, [n for n in judged.pieces if n not in left], taken)
        kept = sorted({*self._speaker_lines(sighting, kept, taken), *kept} - self._selection.removed)
        byline = self._with_signature_date(self._with_far_date(self._with_metadata(byline), sighting, kept), kept)
        if byline.published is None:
            byline = replace(byline, published=last_resort(byline, self._metadata, url, self._order))
        byline = self._selection.byline().joined(byline)
        own = (title.value if title else "", *self._metadata.title_parts)
        steps = section_steps(trail, *own) if trail else ()
        found = Reading(
            url, self._segmented, self._evidence, self._metadata, title, subtitle, trail, steps, byline,
            tuple(self._pieces[n] for n in kept), judged,
        )  # fmt: skip
        findings = self._findings(found, names, root, url, status)
        return replace(found, verdict=judge_page(findings, self._evidence, self._metadata, self._segmented, judged))

    def _judged(self, taken: frozenset[int], title: int | None) -> Judgement:
        """The body that a selector found, without the pieces that are fields, else that of rules and model."""
        chosen = tuple(sorted(self._selection.body - taken))
        if chosen:
            return Judgement(taken, title, chosen, {}, chosen, {})
        body = find_body(self._segmented, self._evidence, taken, title)
        return judge(self._segmented, self._evidence, taken, title, body.pieces if body else ())

    def _findings(self, found: Reading, names: Names, root: etree._Element, url: str, status: int) -> Findings:
        """What the page is judged by."""
        head = self._metadata.title_parts[:1]
        return Findings(
            url=url,
            status=status,
            titles=tuple(dict.fromkeys([*([found.title.value] if found.title else []), *head])),
            body=found.body,
            dated=bool(found.byline.published and found.byline.published.spans),
            has_password=has_password(root),
            is_offer=self._metadata.is_offer,
            sections=names.sections,
            trail_end=found.trail.steps[-1][0] if found.trail else None,
            standing=self._standing(found, names, url),
        )

    def _standing(self, found: Reading, names: Names, url: str) -> Standing:
        """What else than a visible day speaks for an article."""
        title = found.title.value if found.title else None
        given = self._metadata.get("article:published_time", "og:article:published_time")
        return Standing(
            url=url,
            title=title,
            steps=tuple(step for step, _ in found.steps),
            trailed=found.trail is not None,
            is_section=self._is_menu_entry(found.title, names),
            claimed=is_claimed(self._metadata.article, given, title),
            has_day=found.byline.published is not None or self._is_recent(found),
            signed=bool(found.byline.author or found.byline.source),
            has_neighbours=any(piece.linked and NEIGHBOUR.match(piece.plain) for piece in self._pieces),
        )

    def _is_menu_entry(self, title: Fact | None, names: Names) -> bool:
        """Whether a menu, above the title or in an element for menus, has an entry of the title's name."""
        name = key(title.value) if title else ""
        if title is None or name not in names.sections or units(title.value) > _ENTRY:
            return False
        above = title.spans[0].n if title.spans else len(self._pieces)
        menus = (
            piece for piece in self._pieces if piece.linked and (piece.n < above or self._evidence.apart[piece.n])
        )
        return any(key(text) == name for piece in menus for text, _ in piece.links())

    def _is_recent(self, found: Reading) -> bool:
        """Whether a line right above the text says how long ago it was published."""
        first = found.body[0].n if found.body else 0
        return any(is_ago(piece.plain) for piece in self._pieces[max(0, first - 3) : first])

    def _is_above(self, trail: Trail, title: Sighting | None) -> bool:
        """Whether the trail stands above the title, or below it but above the text."""
        first = min(trail.pieces)
        return title is None or first < title.last or not any(self._evidence.prose[title.last + 1 : first])

    def _above_text(self, core: Box, trail: Trail | None) -> Place:
        """Where a title may be looked for: above the text, above a dated byline."""
        start = next((n for n in range(core.first, core.end) if self._begins_text(n)), core.first)
        dated = (piece.n for piece in self._pieces if self._is_dated(piece))
        return Place(start, frozenset(dated), trail.pieces if trail else frozenset())

    def _begins_text(self, n: int) -> bool:
        return self._evidence.prose[n] > 0 or is_salutation(self._pieces[n].text)

    def _is_dated(self, piece: Piece) -> bool:
        """Whether the piece is a byline with a label for its date."""
        if piece.only_link or self._evidence.listed[piece.n] or not YEAR.search(piece.plain):
            return False
        if not _LABELLED_DATE.search(piece.plain[:200]):
            return False
        read = read_byline(piece, self._order)
        return read is not None and read.published is not None

    def _byline(self, title: Sighting | None, trail: Trail | None) -> Byline:
        """The byline after the title, else the one before it."""
        near = self._free(self._near_title(title, trail), trail)
        worded = [n for n in near if self._is_worded_date(n)]
        found = find_byline(self._pieces, [n for n in near if n not in worded], self._order)
        timed = [n for n in worded if self._pieces[n].holder.tag == "time"]
        worded = timed or worded
        if found.published or not worded or (self._is_day_of_speech(worded[0], title) and not timed):
            return found
        rest = timed[:1] or [n for n in near if n not in found.pieces and n not in worded[1:]]
        return found.joined(find_byline(self._pieces, rest, self._order))

    def _near_title(self, title: Sighting | None, trail: Trail | None) -> list[int]:
        """The pieces in which a byline may be, the likeliest first."""
        if title is None and trail and not any(self._evidence.prose):  # a picture below the trail
            return list(range(max(trail.pieces) + 1, len(self._pieces)))[:_AFTER]
        if title is None:
            core = find_core(self._segmented, self._evidence)
            first = next((n for n in range(core.first, core.end) if self._evidence.prose[n]), core.first)
            return list(range(max(0, first - _AFTER), first))
        after = []
        texts = [piece.text for piece in self._pieces[title.last : title.last + 2 * _AFTER]]
        for n in range(title.last + 1, min(len(self._pieces), title.last + 1 + _AFTER)):
            if is_of_speaker(texts, n - title.last):
                continue
            if self._begins_body(n) and not (n == title.last + 1 and self._is_above_byline(n)):
                break
            after.append(n)
        before = range(title.first - 1, max(0, title.first - _BEFORE) - 1, -1)
        return [*after, *(n for n in before if self._is_byline_before(n, title))]

    def _begins_body(self, n: int) -> bool:
        piece = self._pieces[n]
        if is_salutation(piece.text):
            return True
        return self._evidence.prose[n] > 0 and read_byline(piece, self._order) is None

    def _is_above_byline(self, n: int) -> bool:
        """Whether a dated byline stands right below the piece, or below the line under it that is a day."""
        between = n + 1 < len(self._pieces) and is_byline_date(self._pieces[n + 1].text)
        return self._is_dated_byline(n + 2 if between else n + 1)

    def _is_dated_byline(self, n: int) -> bool:
        read = read_byline(self._pieces[n], self._order) if n < len(self._pieces) else None
        return read is not None and read.published is not None and not is_byline_date(self._pieces[n].text)

    def _is_byline_before(self, n: int, title: Sighting) -> bool:
        text = self._pieces[n].plain
        if TODAY.search(text):
            return False
        if n >= title.first - 3 and (is_entry_date(text) or is_name(text)):
            return True
        read = read_byline(self._pieces[n], self._order)
        return read is not None and (":" in text or n == title.first - 1)

    def _is_day_of_speech(self, n: int, title: Sighting | None) -> bool:
        """Whether a line that is only a date says when the speech was held, and not when it was published."""
        piece = self._pieces[n]
        if _DATE_WORDS.search(f"{piece.box.words} {piece.holder.get('class', '')}".lower()):
            return False
        texts = [piece.text for piece in self._pieces if self._evidence.prose[piece.n]]
        speech = find_speech(title.fact.value if title else None, None, texts)
        lines = (piece.text for piece in self._pieces[n : n + 4])
        return speech is not None or any(map(is_salutation, lines)) or self._is_one_of_many(n)

    def _is_one_of_many(self, n: int) -> bool:
        """Whether lines like it follow, as in a chronicle."""
        later = (piece for piece in self._pieces[n + 1 :] if not self._evidence.listed[piece.n])
        return sum(is_byline_date(piece.text) for piece in later if len(piece.text) < 40) > 1

    def _free(self, numbered: Sequence[int] | range, trail: Trail | None) -> list[int]:
        taken = trail.pieces if trail else frozenset()
        free = (n for n in numbered if n not in taken and not self._evidence.listed[n])
        return [n for n in free if not self._evidence.apart[n] or self._is_own_foot(n)]

    def _is_own_foot(self, n: int) -> bool:
        """Whether the piece is a dated byline in a footer that holds little else, as an article has of its own."""
        foot = next((box for box in self._pieces[n].box.ancestors() if box.tag == "footer"), None)
        return foot is not None and foot.end - foot.first <= _FOOT and self._is_dated_byline(n)

    def _subtitle(self, title: Sighting | None, trail: Trail | None, byline: Byline) -> Fact | None:
        if title is None:
            return find_dashed(self._pieces, self._evidence)
        skipped = byline.pieces | (trail.pieces if trail else frozenset())
        return find_subtitle(self._pieces, self._evidence, title, frozenset(skipped))

    def _speaker_lines(self, title: Sighting | None, kept: Sequence[int], taken: frozenset[int]) -> list[int]:
        """The lines between title and text that name who speaks, where and when, and are nothing else."""
        if title is None or not kept or not title.last < kept[0] <= title.last + _AFTER:
            return []
        end = next((n for n in kept if self._begins_body(n)), kept[0])
        between = [n for n in range(title.last + 1, end) if not (n in taken or n in kept or self._evidence.listed[n])]
        between = [n for n in between if self._pieces[n].holder.tag != "time"]
        texts = [self._pieces[n].text for n in between]
        body = [self._pieces[n].text for n in kept]
        return [between[n] for n in sorted(lines_of_speaker(texts, title.fact.value, body))]

    def _is_worded_date(self, n: int) -> bool:
        text = self._pieces[n].plain
        return (
            len(text) < 60
            and bool(_WORDED_DATE.search(text))
            and read_byline(self._pieces[n], self._order) is not None
            and not is_of_page(text)
            and (is_byline_date(text) or bool(re.fullmatch(r"\W*[\w\s,、.]*\W*", text)))
            and find_moment(text, self._order) is not None
        )

    def _with_trailing(self, byline: Byline, kept: list[int], taken: frozenset[int]) -> tuple[Byline, list[int]]:
        """The byline with what stands under the article, and the body without it."""
        if not kept:
            return byline, kept
        end = kept[-1] + 1
        nearby = [*kept[-_TRAILING:], *range(end, min(len(self._pieces), end + _TRAILING))]
        last_prose = max((n for n in kept if self._evidence.prose[n]), default=kept[0] - 1)
        trailing = [
            n for n in nearby if n not in taken and (n > last_prose or n == kept[-1]) and self._is_trailing(n)
        ]
        if not trailing:
            return byline, kept
        return byline.joined(find_byline(self._pieces, trailing, self._order)), [n for n in kept if n not in trailing]

    def _is_trailing(self, n: int) -> bool:
        text = self._pieces[n].plain
        if units(text) >= 120 or SENTENCE_END.search(text):
            return False
        read = read_byline(self._pieces[n], self._order)
        if read is not None and (is_credit(text) or read.labelled or (read.author and _BRACKETED.fullmatch(text))):
            return True
        return any(read_value(self._pieces, at, self._order) for at in (n, n + 1) if at < len(self._pieces))

    def _with_signature_date(self, byline: Byline, kept: Sequence[int]) -> Byline:
        """The byline with the date that a notice is signed with, where nothing else gives one."""
        if byline.published:
            return byline
        texts = [self._pieces[n].plain for n in kept[-3:]]
        signed = [text for text in texts if is_byline_date(text) and not TODAY.search(text)]
        moments = {find_moment(text, self._order) for text in signed} - {None}
        moment = moments.pop() if len(moments) == 1 and len(kept) > 1 else None
        return replace(byline, published=Fact(moment)) if moment else byline

    def _with_far_date(self, byline: Byline, title: Sighting | None, kept: Sequence[int]) -> Byline:
        """The byline with a day that stands farther off, where nothing near gives one."""
        if byline.published or not kept:
            return byline
        above = title.first if title and title.first < kept[0] else kept[0]
        where = Extent(above, kept[0], kept[-1])
        return byline.joined(find_far_date(self._pieces, self._evidence, where, frozenset(kept), self._order))

    def _with_metadata(self, byline: Byline) -> Byline:
        """The byline with what only the head says."""
        stated = chosen_times(self._times, self._pieces, self._evidence)
        byline = with_time(byline, self._pieces)
        published = choose_published(byline, *stated, self._metadata, self._order)
        source = byline.source or _fact("source", self._metadata.get(*_SOURCES))
        author = byline.author or _fact("author", person_named(self._metadata.article.get("author")))
        return replace(byline, source=source, author=seen_author(author, self._pieces, byline), published=published)


def _fact(kind: str, value: str | None) -> Fact | None:
    return Fact(value) if value and not says_nothing(kind, value) else None
