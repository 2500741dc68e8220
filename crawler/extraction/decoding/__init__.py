"""Decoding: from a page's bytes to the text, tree and JSON that extraction reads.

In come bytes and headers; out come text (``charset_detection``), one lxml tree and the JSON in its scripts
(``html_tree_xpath_and_script_json``), and the article that only that JSON holds (``stored_article``). Begin with
``charset_detection.decode``.
"""
