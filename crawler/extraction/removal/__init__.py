"""Why text is left out of a document.

In come a page's text blocks and what was found in them; out comes a reason for every text that is neither body nor
field. Begin with ``reasons.removed_texts``.
"""
