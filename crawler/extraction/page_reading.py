"""The reading of a page: its article's body and fields are found, each with its place, before a document is made of
them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from archive.model.document import OtherKind
from crawler.extraction.article.article_body import find_body, find_core
from crawler.extraction.article.block_evidence import Evidence, weigh_blocks, without, without_prose
from crawler.extraction.article.page_kind import ArticleFeatures, Findings, has_password, is_declared_article
from crawler.extraction.article.site_sections_page_places_and_user_choices import NOWHERE, PagePlace, place_of
from crawler.extraction.article.site_template_page_sketch_and_selectors import (
    Lines,
    Selection,
    Template,
    find_template,
    lines_of,
    select,
)
from crawler.extraction.byline.byline_line import Byline
from crawler.extraction.byline.byline_search_and_wechat_posts import BylineSearch, read_post
from crawler.extraction.byline.dates_and_clock_times import is_ago
from crawler.extraction.byline.publication_time_and_time_zone import (
    StatedTime,
    find_stated_times,
    last_resort,
    page_order,
    with_signature_date,
)
from crawler.extraction.decoding.stored_article import StoredArticle
from crawler.extraction.fields.metadata_and_page_names import Metadata, PageNames, page_names, read_metadata
from crawler.extraction.fields.title_lines_and_subtitle import TitleCandidate, find_dashed_subtitle, find_subtitle
from crawler.extraction.fields.title_search import TitleArea, find_title, title_from_head, title_from_image
from crawler.extraction.fields.trail_and_pager import Trail, find_trail, section_steps
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import (
    UNJUDGED,
    Judgement,
    Verdict,
    judge,
    judge_page,
)
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speech_facts import lines_of_speaker
from crawler.extraction.text.boilerplate_phrases_and_section_names import NEIGHBOUR
from crawler.extraction.text.segment import segment
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    BlockElement,
    Fact,
    SegmentedPage,
    Span,
    TextBlock,
    block_numbers,
    key,
    units,
)
from crawler.sites import Selectors

_AFTER = 10  # blocks below the title in which its speaker is named
_ENTRY = 24  # units of a menu's entry


@dataclass(frozen=True, slots=True)
class PageReading:
    """The reading of a page: everything found on it; ``body`` is its text, or what would be if it were an article.

    ``template`` are the blocks of ``lines`` that would else be text; ``lines`` and ``place`` do not depend on it.
    """

    url: str
    segmented: SegmentedPage
    evidence: Evidence
    metadata: Metadata
    title: Fact | None
    subtitle: Fact | None
    trail: Trail | None
    steps: tuple[tuple[str, Span], ...]
    byline: Byline
    body: tuple[TextBlock, ...]
    judged: Judgement
    verdict: Verdict = UNJUDGED
    template: frozenset[int] = frozenset()
    lines: Lines = field(default_factory=dict)
    place: PagePlace = NOWHERE

    @property
    def body_numbers(self) -> frozenset[int]:
        """Return the numbers of the text blocks of the article's body."""
        return frozenset(block.n for block in self.body)

    @property
    def trail_blocks(self) -> frozenset[int]:
        """Return the numbers of the text blocks that the breadcrumb trail takes up."""
        return self.trail.blocks if self.trail else frozenset()

    @property
    def other(self) -> OtherKind | None:
        """Return the kind of the page when it is no article, else None."""
        return self.verdict.other


def read_page(
    root: etree._Element,
    url: str,
    status: int,
    template: Template | None = None,
    selectors: Selectors | None = None,
    stored: StoredArticle | None = None,
) -> PageReading:
    """Read the page at the canonical address ``url``: find its article's title, byline, body and kind.

    Blocks of the site's template that stand in no box with text of the page's own are no part of the article. What
    the site's selectors find takes precedence. Raises UsageError for a faulty selector.
    """
    segmented = segment(root, stored.element if stored else None)
    evidence = weigh_blocks(segmented)
    prose, lines = evidence.prose, lines_of(segmented.blocks, evidence)
    metadata, selection = read_metadata(root, url), Selection()
    trail = find_trail(segmented.blocks, frozenset(map(key, metadata.title_parts)))
    place = place_of(url, segmented.blocks, evidence, metadata, trail)
    taken = find_template(segmented.blocks, lines, prose, template) if template else frozenset[int]()
    evidence = without_prose(evidence, taken)
    if selectors:
        selection = select(root, segmented.blocks, selectors, page_order(segmented.blocks, evidence, metadata))
        evidence = without(evidence, selection.removed)
    if stored:
        metadata, selection = stored.described(metadata), stored.selected(selection, segmented.blocks)
    reader = _Reader(segmented, evidence, metadata, tuple(find_stated_times(root)), selection)
    found = reader.read(root, url, status, taken, trail)
    kept = frozenset(n for n in taken if prose[n] or n in found.judged.blocks)
    return replace(found, template=kept, lines=lines, place=place)


class _Reader:
    """The steps of reading one page, in order."""

    def __init__(
        self, segmented: SegmentedPage, evidence: Evidence, metadata: Metadata, times: Sequence[StatedTime],
        selection: Selection,
    ) -> None:  # fmt: skip
        self._segmented = segmented
        self._blocks = segmented.blocks
        self._evidence = evidence
        self._metadata = metadata
        self._selection = selection
        self._order = page_order(segmented.blocks, evidence, metadata)
        self._bylines = BylineSearch(segmented, evidence, metadata, times, self._order)

    def read(
        self, root: etree._Element, url: str, status: int, left: frozenset[int], trail: Trail | None
    ) -> PageReading:
        names = page_names(self._segmented, self._metadata, trail)
        core = find_core(self._segmented, self._evidence)
        place = self._above_text(core, trail)
        candidate = self._selection.candidate() or find_title(self._blocks, self._evidence, names, place)
        pictured = None if candidate and candidate.backed else title_from_image(self._segmented, names)
        candidate = None if pictured else candidate
        title = self._selection.title or (Fact(pictured) if pictured else candidate.fact if candidate else None)
        if title is None and (head := title_from_head(self._metadata, names)):
            title = Fact(head)
        trail = trail if trail and self._is_above(trail, candidate) else None
        posted = read_post(root, self._blocks, self._metadata)
        byline = self._selection.byline().joined(posted).joined(self._bylines.near_title(candidate, trail))
        subtitle = self._selection.subtitle or self._subtitle(candidate, trail, byline)
        taken = frozenset(byline.blocks | (trail.blocks if trail else frozenset()) | block_numbers((title, subtitle)))
        judged = self._judged(taken, candidate.last if candidate else None)
        byline, kept = self._bylines.with_trailing(byline, [n for n in judged.blocks if n not in left], taken)
        kept = sorted({*self._speaker_lines(candidate, kept, taken), *kept} - self._selection.removed)
        byline = self._bylines.with_far_date(self._bylines.with_metadata(byline), candidate, kept)
        byline = with_signature_date(byline, [self._segmented.blocks[n].plain for n in kept], self._order)
        if byline.published is None:
            byline = replace(byline, published=last_resort(byline, self._metadata, url, self._order))
        byline = self._selection.byline().joined(byline)
        own = (title.value if title else "", *self._metadata.title_parts)
        steps = section_steps(trail, *own) if trail else ()
        found = PageReading(
            url, self._segmented, self._evidence, self._metadata, title, subtitle, trail, steps, byline,
            tuple(self._blocks[n] for n in kept), judged,
        )  # fmt: skip
        findings = self._findings(found, names, root, url, status)
        return replace(found, verdict=judge_page(findings, self._evidence, self._metadata, self._segmented, judged))

    def _judged(self, taken: frozenset[int], title: int | None) -> Judgement:
        """Find the body: as a site's selector found it, without the blocks that are fields, else by rules and learned
        model.
        """
        chosen = tuple(sorted(self._selection.body - taken))
        if chosen:
            return Judgement(taken, title, chosen, {}, chosen, {})
        body = find_body(self._segmented, self._evidence, taken, title)
        return judge(self._segmented, self._evidence, taken, title, body.blocks if body else ())

    def _findings(
        self, found: PageReading, names: PageNames, root: etree._Element, url: str, status: int
    ) -> Findings:
        """Return the findings by which the page's kind is judged."""
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
            signs=self._article_features(found, names, url),
        )

    def _article_features(self, found: PageReading, names: PageNames, url: str) -> ArticleFeatures:
        """Return the page's features of an article beside a visible day."""
        title = found.title.value if found.title else None
        given = self._metadata.get("article:published_time", "og:article:published_time")
        return ArticleFeatures(
            url=url,
            title=title,
            steps=tuple(step for step, _ in found.steps),
            has_trail=found.trail is not None,
            is_section=self._is_menu_entry(found.title, names),
            declared=is_declared_article(self._metadata.article, given, title),
            has_day=found.byline.published is not None or self._is_recent(found),
            signed=bool(found.byline.author or found.byline.source),
            has_neighbours=any(block.linked and NEIGHBOUR.match(block.plain) for block in self._blocks),
        )

    def _is_menu_entry(self, title: Fact | None, names: PageNames) -> bool:
        """Return whether a menu, above the title or in an element for menus, has an entry of the title's name."""
        name = key(title.value) if title else ""
        if title is None or name not in names.sections or units(title.value) > _ENTRY:
            return False
        above = title.spans[0].n if title.spans else len(self._blocks)
        menus = (
            block
            for block in self._blocks
            if block.linked and (block.n < above or self._evidence.non_content[block.n])
        )
        return any(key(text) == name for block in menus for text, _ in block.links())

    def _is_recent(self, found: PageReading) -> bool:
        """Return whether a line right above the text says how long ago the article was published."""
        first = found.body[0].n if found.body else 0
        return any(is_ago(block.plain) for block in self._blocks[max(0, first - 3) : first])

    def _is_above(self, trail: Trail, title: TitleCandidate | None) -> bool:
        """Return whether the trail stands above the title, or below it but above the text."""
        first = min(trail.blocks)
        return title is None or first < title.last or not any(self._evidence.prose[title.last + 1 : first])

    def _above_text(self, core: BlockElement, trail: Trail | None) -> TitleArea:
        """Return the area in which the title is looked for: above the text, above a dated byline."""
        start = next((n for n in range(core.first, core.end) if self._begins_text(n)), core.first)
        unlinked = (block for block in self._blocks if not block.only_link)
        dated = (block.n for block in unlinked if self._bylines.has_labelled_date(block))
        return TitleArea(start, frozenset(dated), trail.blocks if trail else frozenset())

    def _begins_text(self, n: int) -> bool:
        return self._evidence.prose[n] > 0 or is_salutation(self._blocks[n].text)

    def _subtitle(self, title: TitleCandidate | None, trail: Trail | None, byline: Byline) -> Fact | None:
        if title is None:
            return find_dashed_subtitle(self._blocks, self._evidence)
        skipped = byline.blocks | (trail.blocks if trail else frozenset())
        return find_subtitle(self._blocks, self._evidence, title, frozenset(skipped))

    def _speaker_lines(self, title: TitleCandidate | None, kept: Sequence[int], taken: frozenset[int]) -> list[int]:
        """Return the lines between title and text that name who speaks, where and when, and are nothing else."""
        if title is None or not kept or not title.last < kept[0] <= title.last + _AFTER:
            return []
        end = next((n for n in kept if self._bylines.begins_body(n)), kept[0])
        between = [
            n for n in range(title.last + 1, end) if not (n in taken or n in kept or self._evidence.in_list[n])
        ]
        between = [n for n in between if self._blocks[n].holder.tag != "time"]
        texts = [self._blocks[n].text for n in between]
        body = [self._blocks[n].text for n in kept]
        return [between[n] for n in sorted(lines_of_speaker(texts, title.fact.value, body))]
