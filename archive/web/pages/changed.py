"""What became of a document, as the list of changes and the feed show it."""

from collections import Counter
from dataclasses import dataclass

from archive.query.history.absences import Absence
from archive.query.history.changes import Change
from archive.query.history.comparison import Change as BlockChanged
from archive.query.history.comparison import Comparison
from archive.web.pages.addresses import document_address, history_address
from archive.web.pages.shown import Shown, cut, shown, web_address
from archive.web.words import Words

_MOST_FACTS = 6
_BLOCKS: tuple[tuple[BlockChanged, str], ...] = (
    ("changed", "changed_blocks"),
    ("new", "new_blocks"),
    ("gone", "gone_blocks"),
)


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A change in a list; ``notes`` say in words what changed, ``difference`` leads to it word by word.

    ``link`` is the original address where it may be linked to.
    """

    kind: str
    at: str
    title: Shown
    site: str
    href: str
    link: str | None
    shown_url: str
    difference: str | None
    notes: tuple[str, ...]


def changed_page(change: Change, t: Words) -> ChangedPage:
    """The change as it is shown."""
    document, comparison = change.document, change.comparison
    return ChangedPage(
        kind=change.kind,
        at=change.at,
        title=shown(document.title, document.languages),
        site=document.site,
        href=document_address(document.id, document.version),
        link=web_address(document.url),
        shown_url=cut(document.url),
        difference=history_address(document.id, comparison.old.version, comparison.new.version)
        if comparison
        else None,
        notes=tuple(_compared(comparison, t) if comparison else _missed(change, t)),
    )


def _compared(comparison: Comparison, t: Words) -> list[str]:
    facts = [t.term("known", fact.name.split(".")[-1]) for fact in comparison.facts[:_MOST_FACTS]]
    blocks = Counter(block.change for block in comparison.changed)
    return [
        *([t("changes.facts", names=t("changes.and").join(facts))] if facts else []),
        *(t.count(key, blocks[kind]) for kind, key in _BLOCKS if blocks[kind]),
        *language_notes(comparison, t),
    ]


def language_notes(comparison: Comparison, t: Words) -> list[str]:
    """Where one language changed and the other did not, in words."""
    chinese = sum(each.changed_lang.split("-")[0] == "zh" for each in comparison.one_sided)
    counts = (("only_source", chinese), ("only_target", len(comparison.one_sided) - chinese))
    return [
        *(t.count(key, number) for key, number in counts if number),
        *(
            t("changes.elsewhere", language=t.term("language", page.lang))
            for page in comparison.unchanged_translations
        ),
    ]


def _missed(change: Change, t: Words) -> list[str]:
    """What is said of a page that went or came back, which is not other after another crawl."""
    absence = change.absence
    if absence is None or change.kind == "missing":
        return []
    return [t("changes.since", since=t.moment(absence.since)) if change.kind == "gone" else absence_note(absence, t)]


def absence_note(absence: Absence, t: Words) -> str:
    """Since when a page was missing, how often it was found so, and since when it is back."""
    if absence.back:
        return t.count("absent", absence.times, since=t.moment(absence.since), back=t.moment(absence.back))
    return t.count("missed", absence.times, since=t.moment(absence.since), last=t.moment(absence.last))
