"""The facts of a speech: who gave it, as what, on which occasion, in which form and on which day.

In come the title, the subtitle and the blocks of an article; out comes ``archive.model.document.Speech``, or None
for what nobody delivered. Begin with ``facts.find_speech``.
"""
