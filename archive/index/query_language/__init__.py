"""The query language: a query's text is read into terms and conditions, which are asked of the full-text index.

In comes the text of a query, out comes a tree of conditions. Begin in ``query_and_its_parser``, which reads by the
rules of ``lexemes_operators_and_term_groups``. Terms are ``phrases``, or have wildcards and NEAR
(``wildcards_and_proximity``); ``vocabulary_and_word_variants`` has the forms of a word. ``conditions_and_filters``
joins terms by AND and OR, and narrows a search.
"""
