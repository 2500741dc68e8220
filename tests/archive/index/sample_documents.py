"""Documents for tests of the index and of what stands on it."""

from dataclasses import replace

from archive.model.capture import Capture, CatalogueEntry
from archive.model.document import Block, Document, Extractor, Speech, document_id
from archive.model.url import canonical_url

WARC = "sample-20260102030405-job1-00000.warc.gz"


def make_document(
    *texts: str,
    title: str | None = "标题",
    subtitle: str | None = None,
    path: str = "a",
    day: int = 2,
    lang: str = "zh-Hans",
) -> Document:
    """A document whose blocks are ``texts``, at ``http://sample.example/PATH``, captured on a day of January."""
    url = canonical_url(f"http://sample.example/{path}")
    date = f"2026-01-{day:02d}T03:04:05.000006Z"
    return Document(
        id=document_id("sample", url),
        version=date,
        url=url,
        site="sample",
        kind="news",
        title=title,
        subtitle=subtitle,
        languages={lang: 1.0},
        blocks=tuple(
            Block(n, "paragraph", text, lang, 1.0, f"/html/body/p[{n + 1}]") for n, text in enumerate(texts)
        ),
        capture=Capture(url, WARC, day, 100, f"<urn:uuid:{path}-{day}>", date, 200, "sha1:ABC"),
        extractor=Extractor("0.1.0", "sample/1", None),
    )


def make_speech(speaker: str, *texts: str, path: str, published: str | None = None) -> Document:
    """A speech in English."""
    spoken = make_document(*texts, title="Remarks", path=path, lang="en")
    speech = Speech(speaker, "Minister", "Forum", "speech", "2015-04-28")
    return replace(spoken, kind="speech", speech=speech, published=published)


def make_entry(
    url: str, *, day: int = 2, offset: int = 0, warc: str = WARC, digest: str = "sha1:ABC", revisit: bool = False
) -> CatalogueEntry:
    """A capture of a day of January 2026."""
    date = f"2026-01-{day:02d}T03:04:05.000006Z"
    capture = Capture(url, warc, offset, 100, f"<urn:uuid:{warc}-{offset}>", date, 200, digest)
    return CatalogueEntry(capture, "revisit" if revisit else "response", "text/html")
