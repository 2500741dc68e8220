"""The translation memory on disk: ``bitext/X.jsonl``, a unit a line, which follows from ``documents/X.jsonl.gz``.

In come documents files, out come files of translation units. Begin in ``completion``, which makes the units of a
documents file, and in ``cross_page_units``, which makes those that join two pages of a site (``page_candidates``
finds pages to compare); ``unit_files`` reads and writes the files and their lines.
"""
