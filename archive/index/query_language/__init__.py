"""Queries: from the text that a reader types to the search engine's expression.

In comes the text of a query with ``filters``; out comes a tree of ``conditions``, each with its FTS5 expression and a
check of a whole document for what FTS5 cannot express. Begin with ``parser``.
"""
