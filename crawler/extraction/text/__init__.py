"""The visible text of a page in text blocks, and what the words of a block say.

In comes the parsed tree; out comes a ``SegmentedPage``: the text blocks in the order of the page, each with its
element. Begin with ``segment.segment`` and the types of ``text_blocks_normalisation_and_links``. The other modules
say what markup means, where links lead, what kind of line a block is, and which words, phrases and boilerplate it is
made of.
"""
