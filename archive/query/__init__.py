"""Answers to the commands: values read from the index and the WARC files, and their forms (terminal, JSON, CSV).

In come an open index or archive and the arguments of a command; out come values (a document, hits, a history) and,
from those, text for a terminal, JSON, CSV, HTML or a citation. Begin with the module named for the command:
``search_results_and_known_filter_values`` for ``archive query``, ``document`` for ``archive show``, ``history`` for
``archive history`` and ``archive changes``, ``concordance``, ``statistics``, ``terms_of_an_archive``,
``withdrawals``.
"""
