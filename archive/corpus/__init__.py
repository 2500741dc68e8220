"""The corpus: the words of all documents with their positions, for word lists, collocations, keyness and trends.

In come the documents in the index; out come words, texts as numbers of words, and totals, of the documents that pass
filters (``Corpus``). Begin with ``words``, which cuts texts into words; ``tokens_file_writer_and_postings`` stores
them, ``corpus_and_selections`` reads them.
"""
