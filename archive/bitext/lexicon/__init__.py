"""Words of Chinese and English: how a text is cut into them, what they mean, and how common they are.

In comes text, out come words, stems and numbers that a text and its translation can be compared by. Begin in
``chinese_words``, which has the dictionary that words are looked up in.
"""
