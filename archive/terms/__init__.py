"""Bilingual terms, found in translation units, and translations of a query. Pure: values in, values out.

In come translation units between Chinese and English, out come ranked terms or translations. Begin in
``term_extraction``, which finds the terms of units, and in ``query_translations``, which finds how a query is
translated. ``word_segmentation`` cuts texts into words, ``bilingual_units_and_term_candidates`` finds frequent
sequences of them, and ``term_pairing`` pairs those that translate each other. ``general_words_and_names`` tells
general words, and compares and classifies names.
"""
