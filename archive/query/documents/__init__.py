"""One document: found by id or address, with what belongs to it, as text, JSON, HTML and Markdown.

In comes an id or address; out comes a document with its ``DocumentContext``, and their printed forms. Begin with
``document``.
"""
