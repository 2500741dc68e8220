"""Sentences: where those of a text begin and end.

In comes the text of a block and its language, out come sentences with their offsets. Begin in ``splitting``;
``chinese`` and ``english`` hold the rules of where a sentence ends.
"""
