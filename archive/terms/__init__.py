"""Bilingual terms, found in translation units. Pure: values in, values out."""
