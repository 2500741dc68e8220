"""The extraction of a page's document, from decoding to the finished document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

import archive
from archive.errors import ContentCodingError, ContentTooLarge
from archive.model.document import ArticleKind, Block, Document, Extractor, Kind, Pair, Part, document_id
from archive.model.language_codes import primary_language
from archive.model.page_headers_content_and_charset_names import MAX_READ, Page
from archive.model.url import canonical_url
from crawler.extraction.article.article_kind import article_kind, is_guide
from crawler.extraction.article.site_template_page_sketch_and_selectors import Sketch, Template
from crawler.extraction.byline.publication_time_and_time_zone import country_zone, registration_zone, with_offset
from crawler.extraction.decoding.charset_detection import Decoded, decode
from crawler.extraction.decoding.html_tree_xpath_and_script_json import Locator, TooMuchText, is_too_large, parse
from crawler.extraction.decoding.stored_article import find_stored, is_shell
from crawler.extraction.fields.links_images_and_alternates import (
    article_attachments,
    article_images,
    article_links,
    find_alternates,
)
from crawler.extraction.fields.rights import find_rights
from crawler.extraction.fields.trail_and_pager import find_part
from crawler.extraction.language.detection import UNDETERMINED, detect_blocks
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import weights
from crawler.extraction.page_reading import PageReading, read_page
from crawler.extraction.removed_texts_and_reasons import removed_texts
from crawler.extraction.speech.speech_facts import find_speech, with_author
from crawler.extraction.text.document_block_kinds import BlockDraft, draft_blocks
from crawler.extraction.text.text_blocks_normalisation_and_links import Fact, normalise, resolve_entities
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern
from crawler.sites import KnownSites, Profile

_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_TAG = lazy_pattern(
    rb"<(?:!doctype|html|head|body|title|meta|div|p|table|td|span|h[1-6]|a|br|article|section|main|ul|font|center)\b",
    re.IGNORECASE,
)
_NEWS_SECTION = lazy_pattern(r"新闻|新聞|动态|資訊|资讯|消息|快讯|报道|\bnews|press", re.IGNORECASE)
_SNIFFED = 65_536


def extract(page: Page, template: Template | None = None, profile: Profile | None = None) -> Document:
    """Extract the document of a page: its article, or its kind when it is none.

    Where the kind is unsure, the document is of the kind ``page`` and keeps its text.

    ``profile`` is what is known of the page's site; without it, the template's profile counts, or what the program
    itself knows. The same page with the same profile and template gives the same document. No page makes it raise:
    what cannot be decoded or parsed, or exceeds the limits of ``decoding.html_tree_xpath_and_script_json``, gives a
    document without text, of the kind ``other``. Raises UsageError for a faulty selector of the site's profile.
    """
    return extract_with_sketch(page, template, profile)[0]


def extract_with_sketch(
    page: Page, template: Template | None = None, profile: Profile | None = None
) -> tuple[Document, Sketch | None]:
    """Extract the document of a page, and, if it has text, its sketch for the site's template."""
    bare, found = find_on_page(page, template, profile)
    if found is None:
        return bare, None
    try:
        return _document(page, bare, found, template), found.sketch
    finally:
        found.reading.segmented.free()


def _document(page: Page, bare: Document, found: "PageFindings", template: Template | None) -> Document:
    verdict = found.reading.verdict
    if template and template.leaves_out(found.sketch.place):
        verdict = replace(verdict, other=verdict.other or "page", unsure=False)
    if verdict.unsure:
        return replace(_whole(page, bare, found), kind="page")
    if verdict.other:
        title = _value(found.reading.title)
        return replace(bare, kind=verdict.other, title=title, confidence=verdict.confidence)
    return _whole(page, bare, found)


def sketch_page(page: Page, template: Template | None = None, profile: Profile | None = None) -> Sketch | None:
    """Sketch a page for its site's template, without making a document; None for a page without text, or with too
    much.
    """
    found = find_on_page(page, template, profile)[1]
    return found.sketch if found else None


def extract_as_article(page: Page) -> Document:
    """Extract the document that a page would make as an article, whatever its kind: what an evaluation compares."""
    bare, found = find_on_page(page, None, None)
    return _whole(page, bare, found) if found else bare


@dataclass(frozen=True, slots=True)
class PageFindings:
    """A page as it was read, and the tree that it was read in."""

    root: etree._Element
    reading: PageReading
    sketch: Sketch
    profile: Profile


def find_on_page(
    page: Page, template: Template | None, profile: Profile | None
) -> tuple[Document, PageFindings | None]:
    """Decode, parse and read a page: return its document without text, and what was found on the page.

    That is None for a page without text, or with too much. Raises UsageError for a faulty selector of the site's
    profile.
    """
    profile = profile or (template and template.profile) or KnownSites().named(page.site)
    address = _canonical(page.url)
    decoded = _decoded(page)
    root = parse(decoded.text) if decoded and not is_too_large(decoded.text) else None
    bare = _bare(page, address or page.url, decoded, profile)
    if template:
        bare = replace(bare, extractor=replace(bare.extractor, template=template.name))
    if root is None:
        return bare, None
    selectors = profile.selectors_at(page.capture.date)
    try:
        reading = read_page(root, address, page.status, template, selectors)
        sketch = _sketch(reading)
        if is_shell(reading.body, reading.segmented.blocks) and page.status < 400:
            stored = find_stored(root, address, reading.metadata)
            sketch = replace(sketch, telling=sketch.lines)
            reading = read_page(root, address, page.status, template, selectors, stored) if stored else reading
        return bare, PageFindings(root, reading, sketch, profile)
    except TooMuchText:
        return bare, None


def _sketch(reading: PageReading) -> Sketch:
    telling = reading.body_numbers.union(reading.judged.blocks, reading.template)
    told = (line for n, line in reading.lines.items() if n in telling or reading.evidence.prose[n])
    return Sketch.of_page(
        reading.metadata.title_parts, reading.segmented.blocks, reading.lines.values(), told, reading.place
    )


def _whole(page: Page, bare: Document, found: PageFindings) -> Document:
    reading = found.reading
    article = _article(bare, reading, Locator(found.root), found.profile.zone)
    links = (element for block in reading.body for _, element in block.links())
    return replace(
        article,
        alternates=find_alternates(found.root, reading.metadata.base, bare.url),
        rights=find_rights(found.root, reading.metadata, page.headers, links, article.removed),
        confidence=reading.verdict.confidence,
    )


def _canonical(url: str) -> str:
    """Return the canonical address; nothing for one that is malformed, which no link can be relative to."""
    try:
        return canonical_url(url)
    except ValueError:
        return ""


def _decoded(page: Page) -> Decoded | None:
    """Decode the page's text, or None when it is no HTML or cannot be decoded."""
    try:
        content = page.content(MAX_READ)
    except (ContentCodingError, ContentTooLarge):
        return None
    content_type = page.header("content-type")
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type not in _HTML_TYPES and not (_is_vague(media_type) and _looks_like_html(content)):
        return None
    return decode(content, content_type)


def _is_vague(media_type: str) -> bool:
    return "/" not in media_type or media_type in ("application/octet-stream", "text/plain", "unknown/unknown", "*/*")


def _looks_like_html(content: bytes) -> bool:
    head = content[:_SNIFFED]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    return bool(_TAG.search(head))


def _bare(page: Page, url: str, decoded: Decoded | None, profile: Profile) -> Document:
    kind: Kind = "error" if page.status >= 400 else "other"
    return Document(
        id=document_id(page.site, url),
        version=page.capture.date,
        url=url,
        site=page.site,
        kind=kind,
        title=None,
        capture=replace(page.capture, charset=decoded.charset if decoded else None),
        extractor=Extractor(archive.__version__, profile.label, None, weights().revision),
    )


def _value(fact: Fact | None) -> str | None:
    return resolve_entities(fact.value) if fact else None


def _article(bare: Document, reading: PageReading, locator: Locator, known_zone: str | None) -> Document:
    drafts = draft_blocks(reading.body, reading.segmented.blocks, frozenset(n for n, _ in reading.segmented.images))
    texts = [draft.text for draft in drafts]
    title, subtitle = _value(reading.title), _value(reading.subtitle)
    author = _value(reading.byline.author)
    speech = with_author(find_speech(title, subtitle, texts, _value(reading.byline.published)), author)
    breadcrumb = tuple(step for step, _ in reading.steps) or _trail_from_head(reading, title)
    blocks = _blocks(drafts, locator)
    part, pager = _part(reading)
    languages = _shares(blocks)
    removed = tuple(removed_texts(reading, pager, locator))
    zone = known_zone or country_zone(bare.url, languages) or registration_zone(removed)
    return replace(
        bare,
        kind=_kind_in_section(article_kind(title, subtitle, texts, speech), title, breadcrumb),
        title=title,
        subtitle=subtitle,
        breadcrumb=breadcrumb,
        section=breadcrumb[-1] if breadcrumb else None,
        source=_value(reading.byline.source),
        author=author,
        published=with_offset(_value(reading.byline.published), zone),
        speech=speech,
        part=part,
        languages=languages,
        blocks=blocks,
        pairs=_pairs(blocks, languages),
        removed=removed,
        images=tuple(article_images(reading)),
        links=tuple(article_links(reading)),
        attachments=article_attachments(reading),
    )


def _trail_from_head(reading: PageReading, title: str | None) -> tuple[str, ...]:
    trail = reading.metadata.trail
    return trail[:-1] if trail and title and normalise(trail[-1]) == title else trail


def _kind_in_section(kind: ArticleKind, title: str | None, breadcrumb: Sequence[str]) -> ArticleKind:
    """Return the kind of an article in view of its section: what stands under news is news, unless it is a guide."""
    if (
        kind == "article"
        and not is_guide(title or "")
        and any(_NEWS_SECTION.search(step) for step in breadcrumb[-2:])
    ):
        return "news"
    return kind


def _part(reading: PageReading) -> tuple[Part | None, frozenset[int]]:
    end = reading.body[-1].n if reading.body else 0
    start = reading.body[0].n if reading.body else 0
    kept = reading.body_numbers
    around = [block for block in reading.segmented.blocks[start : end + 30] if block.n not in kept]
    return find_part(around, reading.metadata.base, reading.url)


def _blocks(drafts: Sequence[BlockDraft], locator: Locator) -> tuple[Block, ...]:
    found = detect_blocks([draft.text for draft in drafts])
    return tuple(
        Block(n, draft.kind, draft.text, language.lang, round(language.confidence, 4), locator.xpath(draft.holder))
        for n, (draft, language) in enumerate(zip(drafts, found, strict=True))
    )


def _pairs(blocks: Sequence[Block], languages: Iterable[str]) -> tuple[Pair, ...]:
    """Return which blocks translate each other; ``languages`` are those of the blocks."""
    if len(set(map(primary_language, languages)) - {UNDETERMINED}) < 2:
        return ()
    from archive.bitext.alignment.block_pairing import pair_blocks  # slow to import

    return tuple(pair_blocks(blocks))


def _shares(blocks: Sequence[Block]) -> dict[str, float]:
    """Return each language's share of a document's characters, the largest first."""
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.lang] = counts.get(block.lang, 0) + len(block.text)
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda share: (-share[1], share[0]))
    return {lang: round(count / total, 4) for lang, count in ranked}
