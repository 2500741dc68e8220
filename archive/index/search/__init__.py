"""Answers of the index to queries: matching documents, ranked hits with snippets, facets and counts.

In comes a parsed query over a connection; out come values. Begin with ``matching_rows_and_their_number``, which the
other modules use.
"""
