"""Alignment of sentences and blocks: the best row of beads, segments of two texts that translate each other.

In come two lists of sentences or the blocks of a page, out come beads or pairs with their probabilities. Begin in
``sentence_aligner`` and ``block_pairing``; ``bead_lattice`` is the search that both use. It weighs beads by the words
that translate each other (``word_links``, ``word_votes_probabilities_and_penalties``), by lengths, sentence vectors
and their shapes (``bead_shapes_lengths_and_sentence_vectors``). ``kept_alignments`` keeps the results for texts that
are aligned again.
"""
