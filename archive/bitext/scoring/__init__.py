"""Scores of possible pairs of segments: by the words that translate each other, by length, by sentence vectors.

In come the segments of two texts, out come log odds that a span of one text translates a span of the other. Begin in
``word_links``, which finds the words that may translate each other, then ``word_votes``, which weighs them.
"""
