"""Export: translation units, documents and captures in the forms of other programs.

In come the units, documents or captures of an archive, out come the bytes of a file. Begin in
``formats_and_export_of_units``, the registry of forms: each entry says what a form holds and how it is written.
``selection_counts_and_language_pairs`` selects units and documents with the steps of
``unit_filters_templates_and_corpus_splits``, which also makes train, dev and test. Each family of forms has its own
module; ``conllu_tei_and_vertical_text`` has those whose texts are cut into words. ``bag_and_warc_copies``, ``cdxj``
and ``wacz`` hold captures.
"""
