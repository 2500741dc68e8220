"""Bitext: sentences of a text, and which of them translate each other. Pure: values in, values out."""

from archive.bitext.alignment.block_pairing import pair_blocks
from archive.bitext.alignment.lattice import Bead
from archive.bitext.alignment.sentence_aligner import align
from archive.bitext.languages import basis, guess_language
from archive.bitext.scoring.span_similarity import Affinity, Encoder, sentence_encoder
from archive.bitext.sentences.splitting import Sentence, sentences

__all__ = [
    "Affinity",
    "Bead",
    "Encoder",
    "Sentence",
    "align",
    "basis",
    "guess_language",
    "pair_blocks",
    "sentence_encoder",
    "sentences",
]
