"""Hands over what the archive holds in the forms of other programs.

``archive.export.parquet`` stands by itself, since what it needs takes long to load.
"""

from archive.export.bitext import Chosen, ChosenUnits
from archive.export.csv_table import csv_table
from archive.export.documents import bibtex_entries, chosen_documents, require_documents
from archive.export.json_lines import document_lines, unit_lines
from archive.export.lines import tsv_lines
from archive.export.memory import tmx_memory
from archive.export.tables import block_table, unit_table
from archive.export.xliff import LanguagePair, xliff_file

__all__ = [
    "Chosen",
    "ChosenUnits",
    "LanguagePair",
    "bibtex_entries",
    "block_table",
    "chosen_documents",
    "csv_table",
    "document_lines",
    "require_documents",
    "tmx_memory",
    "tsv_lines",
    "unit_lines",
    "unit_table",
    "xliff_file",
]
