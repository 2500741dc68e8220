"""Bitext: sentences of a text, and which of them translate each other. Pure: values in, values out."""

from archive.bitext.affinity import Affinity, Encoder, sentence_encoder
from archive.bitext.aligner import align
from archive.bitext.beads import Bead
from archive.bitext.blocks import pair_blocks
from archive.bitext.languages import basis, guess_language
from archive.bitext.sentences import Sentence, sentences

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
