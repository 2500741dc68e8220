"""Alignment of sentences and blocks: the best row of beads, segments of two texts that translate each other.

In come two lists of sentences or the blocks of a page, out come beads or pairs with their probabilities. Begin in
``sentence_aligner`` and ``block_pairing``; ``bead_lattice`` is the search that both use. It weighs beads by the words
that translate each other (``word_links``, ``word_votes``), by lengths, sentence vectors and their shapes
(``priors_and_span_similarity``). ``kept_alignments`` keeps the results for texts that are aligned again.
"""
