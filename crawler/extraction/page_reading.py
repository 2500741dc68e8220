"""Reads a page: its article's body and fields, each with its place, before a document is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from archive.model.document import OtherKind
from crawler.extraction.body.article_body import find_body, find_core, is_ago
from crawler.extraction.body.evidence import Evidence, weigh, without, without_prose
from crawler.extraction.body.site_selectors import Selection, select
from crawler.extraction.body.site_template import Lines, Template, find_template, lines_of
from crawler.extraction.byline.byline_line import Byline
from crawler.extraction.byline.byline_search import BylineSearch
from crawler.extraction.byline.dates import StatedTime, find_stated_times
from crawler.extraction.byline.publication_time import (
    last_resort,
    page_order,
)
from crawler.extraction.byline.wechat_post import read_post
from crawler.extraction.decoding.stored_article import StoredArticle
from crawler.extraction.fields.breadcrumb import Trail, find_trail, section_steps
from crawler.extraction.fields.metadata import Metadata, read_metadata
from crawler.extraction.fields.page_names import Names, page_names
from crawler.extraction.fields.subtitle import find_dashed, find_subtitle
from crawler.extraction.fields.title import Place, Sighting, find_title, title_from_head, title_from_image
from crawler.extraction.kind.article_score import Standing, is_claimed
from crawler.extraction.kind.page_kind import Findings
from crawler.extraction.kind.sections import NOWHERE, PagePlace, place_of
from crawler.extraction.model.judgement import UNJUDGED, Judgement, Verdict, judge, judge_page
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.speech.speaker_lines import lines_of_speaker
from crawler.extraction.text.markup import has_password
from crawler.extraction.text.normalise_and_measure import key, units
from crawler.extraction.text.page_words import NEIGHBOUR
from crawler.extraction.text.segment import segment
from crawler.extraction.text.text_block import Box, Fact, Piece, Segmented, Span, numbers
from crawler.sites import Selectors

_AFTER = 10  # pieces below the title in which its speaker is named
_ENTRY = 24  # units of a menu's entry


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
        self._selection = selection
        self._order = page_order(segmented.pieces, evidence, metadata)
        self._bylines = BylineSearch(segmented, evidence, metadata, times, self._order)

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
        byline = self._selection.byline().joined(posted).joined(self._bylines.near_title(sighting, trail))
        subtitle = self._selection.subtitle or self._subtitle(sighting, trail, byline)
        taken = frozenset(byline.pieces | (trail.pieces if trail else frozenset()) | numbers((title, subtitle)))
        judged = self._judged(taken, sighting.last if sighting else None)
        byline, kept = self._bylines.with_trailing(byline, [n for n in judged.pieces if n not in left], taken)
        kept = sorted({*self._speaker_lines(sighting, kept, taken), *kept} - self._selection.removed)
        byline = self._bylines.with_far_date(self._bylines.with_metadata(byline), sighting, kept)
        byline = self._bylines.with_signature_date(byline, kept)
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
        dated = (piece.n for piece in self._pieces if self._bylines.has_labelled_date(piece))
        return Place(start, frozenset(dated), trail.pieces if trail else frozenset())

    def _begins_text(self, n: int) -> bool:
        return self._evidence.prose[n] > 0 or is_salutation(self._pieces[n].text)

    def _subtitle(self, title: Sighting | None, trail: Trail | None, byline: Byline) -> Fact | None:
        if title is None:
            return find_dashed(self._pieces, self._evidence)
        skipped = byline.pieces | (trail.pieces if trail else frozenset())
        return find_subtitle(self._pieces, self._evidence, title, frozenset(skipped))

    def _speaker_lines(self, title: Sighting | None, kept: Sequence[int], taken: frozenset[int]) -> list[int]:
        """The lines between title and text that name who speaks, where and when, and are nothing else."""
        if title is None or not kept or not title.last < kept[0] <= title.last + _AFTER:
            return []
        end = next((n for n in kept if self._bylines.begins_body(n)), kept[0])
        between = [n for n in range(title.last + 1, end) if not (n in taken or n in kept or self._evidence.listed[n])]
        between = [n for n in between if self._pieces[n].holder.tag != "time"]
        texts = [self._pieces[n].text for n in between]
        body = [self._pieces[n].text for n in kept]
        return [between[n] for n in sorted(lines_of_speaker(texts, title.fact.value, body))]
