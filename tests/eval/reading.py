"""What an extractor makes of a page, as far as every extractor can be asked."""

from dataclasses import dataclass

from archive.model.document import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """The body, a text for each block or line, the title and the date (ISO 8601, day first)."""

    texts: tuple[str, ...]
    title: str | None
    date: str | None


def reading_of(document: Document) -> Reading:
    """A document without what only ours gives."""
    return Reading(tuple(block.text for block in document.blocks), document.title, document.published)


def normalised(text: str) -> str:
    """The text with runs of white space as one space."""
    return " ".join(text.split())
