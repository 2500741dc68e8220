"""The translation memory: ``bitext/X.jsonl``, a unit a line, which follows from ``documents/X.jsonl.gz``.

In come documents files, out come files of translation units. Begin in ``missing_and_cross_page_units``, which
makes the units of a documents file, and those that join two pages of a site; ``page_candidates`` finds the pages to
compare.
"""
