"""The history of a document: its versions, their differences, and when it was missing.

In come an index and the id or address of a document (``history``), or a time since which changes are wanted
(``changes``); out come values, and their forms as text and JSON. Begin with ``history``, then
``version_and_text_comparison``.
"""
