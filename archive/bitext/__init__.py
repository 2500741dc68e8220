"""Bitext: which blocks of a page and which sentences of two texts translate each other. Pure: values in, values out.

In comes a document or two texts, out come pairs of blocks, beads of sentences and translation units. Begin in
``alignment.block_pairing`` for a page's blocks, in ``alignment.sentence_aligner`` for two texts, in
``translation_units`` for translation units and in ``page_pairs`` for two pages. ``sentences`` splits texts;
``chinese_words``, ``english_words`` and ``numbers_and_punctuation`` know the words, ``log_likelihood`` how far two of
them attract each other.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.bitext.alignment.bead_lattice import Bead
    from archive.bitext.alignment.bead_shapes_lengths_and_sentence_vectors import Encoder, sentence_encoder
    from archive.bitext.alignment.block_pairing import pair_blocks
    from archive.bitext.alignment.sentence_aligner import align_segments
    from archive.bitext.language_guess_and_length_ratio import alignment_basis, guess_language
    from archive.bitext.sentences import Sentence, split_sentences

_MODULES = {
    "Bead": "alignment.bead_lattice", "Encoder": "alignment.bead_shapes_lengths_and_sentence_vectors",
    "Sentence": "sentences", "align_segments": "alignment.sentence_aligner",
    "alignment_basis": "language_guess_and_length_ratio",
    "guess_language": "language_guess_and_length_ratio", "pair_blocks": "alignment.block_pairing",
    "sentence_encoder": "alignment.bead_shapes_lengths_and_sentence_vectors", "split_sentences": "sentences",
}  # fmt: skip
"""The module of each name: imported when the name is used, since a search needs a few words of ours alone."""

__all__ = [
    "Bead", "Encoder", "Sentence", "align_segments", "alignment_basis", "guess_language", "pair_blocks",
    "sentence_encoder", "split_sentences",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
