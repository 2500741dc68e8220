"""The query language: a query's text is read into terms and conditions, which are asked of the full-text index.

In comes the text of a query, out comes a tree of conditions. Begin in ``query_parser``, which reads by the rules of
``lexemes_and_operators``. Terms are ``phrases``, or have wildcards and NEAR (``wildcards_and_proximity``);
``vocabulary_and_word_variants`` has the forms of a word. ``query_terms_conditions_and_filters`` joins terms by AND
and OR, and narrows a search.
"""
