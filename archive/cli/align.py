"""``archive align``: the alignment of two plain text files."""

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archive.bitext import Bead, align_segments, alignment_basis, guess_language, sentence_encoder
from archive.cli.options_and_output import ArchiveOption
from archive.errors import UsageError
from archive.query.terminal_output_columns_json_and_csv import clean


class BitextFormat(StrEnum):
    """Output formats of an alignment."""

    BEADS = "beads"
    TSV = "tsv"
    TMX = "tmx"


TextFile = Annotated[Path, typer.Argument(help="Plain text in UTF-8, one segment per line.", show_default=False)]


def align(  # noqa: PLR0913 - a command's options are its parameters
    source: TextFile,
    target: TextFile,
    form: Annotated[BitextFormat, typer.Option("--format", help="Output format.")] = BitextFormat.BEADS,
    source_lang: Annotated[
        str | None,
        typer.Option(
            "--source-lang", metavar="L", help="The source's language; by default guessed from its letters."
        ),
    ] = None,
    target_lang: Annotated[
        str | None,
        typer.Option(
            "--target-lang", metavar="L", help="The target's language; by default guessed from its letters."
        ),
    ] = None,
    embeddings: Annotated[
        bool, typer.Option("--embeddings", help="Compare sentences by vectors too; requires the extra 'embeddings'.")
    ] = False,
    archive: ArchiveOption = None,  # every command accepts it; this one reads no archive
) -> None:
    """Align two texts: find which lines translate each other."""
    texts = _segments(source), _segments(target)
    languages = source_lang or guess_language(texts[0]), target_lang or guess_language(texts[1])
    if all(texts) and not embeddings and alignment_basis(*languages) != "dictionary":
        print(_without_dictionary(languages), file=sys.stderr)
    beads = align_segments(*texts, languages, sentence_encoder() if embeddings else None)
    sys.stdout.writelines(_printed(form, beads, texts, languages))


def _without_dictionary(languages: tuple[str, str]) -> str:
    """Return a warning that the program has no dictionary for these languages, with advice."""
    source, target = ("an unknown language" if language == "und" else clean(language) for language in languages)
    return (
        f"archive: no dictionary for {source} and {target}; aligned by lengths, names and numbers, which is less "
        "sure; --source-lang and --target-lang name the languages, --embeddings compares sentences"
    )


def _segments(path: Path) -> list[str]:
    """Return the lines of a file without their line ends; an empty line is a segment too.

    Raises UsageError if the file cannot be read or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give a text file with one segment per line") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; convert the file first") from error
    lines = text.removesuffix("\n").split("\n") if text else []
    return [line.removesuffix("\r") for line in lines]


def _printed(
    form: BitextFormat, beads: Sequence[Bead], texts: tuple[list[str], list[str]], languages: tuple[str, str]
) -> Iterable[str]:
    if form is BitextFormat.BEADS:
        return (f"{_numbers(bead.source)}:{_numbers(bead.target)}\n" for bead in beads)
    from archive.bitext.sentences import join_sentences  # long to load, as the forms are
    from archive.export.tmx_xliff_tbx import TextPair, tmx_of_pairs

    pairs = (
        TextPair(join_sentences(texts[0][n] for n in bead.source), join_sentences(texts[1][n] for n in bead.target))
        for bead in beads
        if bead.source and bead.target
    )
    if form is BitextFormat.TMX:
        return tmx_of_pairs(pairs, *languages)
    from archive.export.tables_csv_jsonl_moses_and_glossary import tab_cell

    return (f"{tab_cell(pair.source)}\t{tab_cell(pair.target)}\n" for pair in pairs)


def _numbers(segments: Sequence[int]) -> str:
    return ",".join(map(str, segments))
