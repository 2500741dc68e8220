"""From a page's bytes to what extraction reads.

In come bytes and headers; out come text (``decode``), one lxml tree (``parse``), and the text that only the page's
scripts hold (``script_json``, ``stored_article``). Begin with ``decode.decode``.
"""
