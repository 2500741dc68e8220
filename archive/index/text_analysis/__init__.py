"""Text analysis: folds texts and cuts them into the tokens that the index stores.

In come the texts and facts of a document, or the text of a query; out come tokens of the search engine (``tokens``)
and the other forms of a word (``word_variants``). Nothing here reads or writes a file. Begin with ``folding``, then
``tokens``.
"""
