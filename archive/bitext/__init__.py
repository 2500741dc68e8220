"""Bitext: which blocks of a page and which sentences of two texts translate each other. Pure: values in, values out.

In comes a document or two texts, out come pairs of blocks, beads of sentences and translation units. Begin in
``alignment.block_pairing`` for a page's blocks, in ``alignment.sentence_aligner`` for two texts, in ``units`` for
translation units and in ``page_pairs`` for two pages. ``sentences`` splits texts; ``chinese_words``,
``english_words`` and ``numbers_and_punctuation`` know the words.
"""

from archive.bitext.alignment.bead_lattice import Bead
from archive.bitext.alignment.block_pairing import pair_blocks
from archive.bitext.alignment.sentence_aligner import align_segments
from archive.bitext.alignment.span_similarity import Encoder, sentence_encoder
from archive.bitext.languages import alignment_basis, guess_language
from archive.bitext.sentences import Sentence, split_sentences

__all__ = [
    "Bead", "Encoder", "Sentence", "align_segments", "alignment_basis", "guess_language", "pair_blocks",
    "sentence_encoder", "split_sentences",
]  # fmt: skip
