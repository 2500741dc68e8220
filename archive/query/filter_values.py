"""Values of filters that an archive does not have: a site, language or speaker that is mistyped."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from archive.errors import UsageError
from archive.index import Filters, Index, SearchOptions
from archive.layout import Archive
from archive.query.terminal_and_csv import clean

_MOST_NAMED = 12


def require_known_values(archive: Archive, filters: Filters, *languages: str | None) -> None:
    """Check that documents have the site, the language and the speaker of the filters, and the other languages.

    Raises UsageError for the first that none has, with those that there are; an archive without documents has any.
    """
    given = list(_each_alone(filters, languages))
    if not given:
        return
    with Index(archive) as index, index.snapshot():
        if index.counts().documents:
            for name, value, alone in given:
                if not count_documents(index, alone):
                    raise _unknown(name, value, _existing_values(index, name))


def require_known_site(archive: Archive, site: str | None) -> None:
    """Check that the archive has WARC files of the site; any passes if it has none at all. Raises UsageError."""
    sites = archive.sites()
    if site is not None and sites and site not in sites:
        raise _unknown("site", site, sites)


def count_documents(index: Index, filters: Filters) -> int:
    """The number of documents whose current version passes the filters; each copy of a text counts."""
    return index.search("", filters, 1, options=SearchOptions(apart=True)).total


def _each_alone(filters: Filters, languages: Sequence[str | None]) -> Iterator[tuple[str, str, Filters]]:
    """What is asked for, its value, and the filters that ask for it alone."""
    if filters.site is not None:
        yield "site", filters.site, Filters(site=filters.site)
    for language in dict.fromkeys((filters.lang, *languages)):
        if language is not None:
            yield "language", language, Filters(lang=language)
    if filters.speaker is not None:
        yield "speaker", filters.speaker, Filters(speaker=filters.speaker)


def _existing_values(index: Index, name: str) -> list[str]:
    if name == "language":
        return [language for language, _ in index.facets("", Filters()).languages]
    return [summary.name for summary in (index.sites() if name == "site" else index.speakers())]


def _unknown(name: str, value: str, existing: Sequence[str]) -> UsageError:
    if not existing:
        return UsageError(f"no {name} {value!r}: no document in this archive has a {name}")
    close = get_close_matches(value, existing)
    named = list(dict.fromkeys([*close, *existing]))[:_MOST_NAMED]
    more = f" and {len(existing) - len(named)} more" if len(existing) > len(named) else ""
    return UsageError(f"no {name} {value!r} in this archive; there are {', '.join(map(clean, named))}{more}")
