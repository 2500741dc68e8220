"""Parallel plain text as the tools of Moses and OPUS read it: a file for each language, and one of ids."""

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from archive.bitext.languages import primary_language
from archive.bitext.units import TranslationUnit
from archive.disk import remove_unfinished, replacing
from archive.errors import ArchiveMissing
from archive.export.escaping import tab_cell
from archive.export.provenance import unit_id

LanguageNames = tuple[str, str]
"""The names of source and target language in the names of files."""


def commonest_names(units: Iterable[TranslationUnit]) -> LanguageNames:
    """The languages of most units, by their first subtags (``zh``, ``en``). Raises ArchiveMissing without a unit."""
    counts = Counter(map(language_names, units))
    if not counts:
        raise ArchiveMissing("no translation unit passes, so there is no pair of languages to write; filter less")
    return counts.most_common(1)[0][0]


def language_names(unit: TranslationUnit) -> LanguageNames:
    """The first subtags of a unit's languages; its whole tags where these are the same.

    Simplified and traditional Chinese are ``zh`` beside English, ``zh-Hans`` and ``zh-Hant`` beside each other.
    """
    tags = unit.source.lang, unit.target.lang
    names = primary_language(tags[0]), primary_language(tags[1])
    return tags if names[0] == names[1] else names


def moses_paths(prefix: Path, names: LanguageNames) -> list[Path]:
    """The files of the source, the target and the ids: ``PREFIX.zh``, ``PREFIX.en``, ``PREFIX.ids``."""
    return [prefix.with_name(f"{prefix.name}.{ending}") for ending in (*names, "ids")]


def write_moses(units: Iterable[TranslationUnit], prefix: Path, names: LanguageNames) -> None:
    """Write the three files, in UTF-8, each with a line for each unit; they get their names when all are complete.

    A line of ids has the unit's id, the documents of source and target, and the score, with tabs between. What would
    end a line becomes a space, a lone surrogate U+FFFD.
    """
    with ExitStack() as files:
        paths = moses_paths(prefix, names)
        for path in paths:
            remove_unfinished(path)
        streams = [files.enter_context(replacing(path)) for path in paths]
        for unit in units:
            documents = unit.source.origin.document, unit.target.origin.document
            ids = "\t".join([unit_id(unit), *documents, f"{unit.score:.4f}"])
            lines = tab_cell(unit.source.text), tab_cell(unit.target.text), ids
            for stream, line in zip(streams, lines, strict=True):
                stream.write(f"{line}\n".encode())
