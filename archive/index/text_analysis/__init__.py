"""How texts become what the index stores: folded characters, tokens, fact tokens, shingles.

In come the texts and facts of a document, or the text of a query; out come tokens of the search engine (``tokens``,
``fact_tokens``), the other forms of a word (``word_variants``), and numbers by which similar texts are found
(``similarity``). Nothing here reads or writes a file. Begin with ``folding``, then ``tokens``.
"""
