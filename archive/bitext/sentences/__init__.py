"""Sentences: where those of a text begin and end.

In comes the text of a block with its language, out come sentences with their offsets. Begin in ``splitting``;
``chinese`` and ``english`` hold the rules that say where a sentence ends.
"""

from archive.bitext.sentences.splitting import Sentence, join_sentences, split_sentences

__all__ = ["Sentence", "join_sentences", "split_sentences"]
