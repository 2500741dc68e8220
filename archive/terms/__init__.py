"""Bilingual terms, found in translation units. Pure: values in, values out."""

from archive.terms.finding import LIMIT, Term, find_terms
from archive.terms.tbx import tbx

__all__ = ["LIMIT", "Term", "find_terms", "tbx"]
