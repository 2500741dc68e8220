"""Hands over what the archive holds in the forms of other programs."""

from archive.export.bitext import Chosen, export_units
from archive.export.lines import tsv_lines
from archive.export.memory import tmx_memory

__all__ = ["Chosen", "export_units", "tmx_memory", "tsv_lines"]
