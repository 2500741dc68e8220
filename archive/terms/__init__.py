"""Bilingual terms, found in translation units. Pure: values in, values out."""

from archive.terms.finding import LIMIT, Term, find_terms
from archive.terms.tbx import tbx
from archive.terms.translating import Translation, Translations, Wanted, translations

__all__ = ["LIMIT", "Term", "Translation", "Translations", "Wanted", "find_terms", "tbx", "translations"]
