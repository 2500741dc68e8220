"""Check of an archive's integrity, and repair of what a crash left.

In: an archive, and a ``Scope`` that chooses the WARC files to read. Out: a ``Report`` with a line for each fault, or
the lines of ``repair``. Begin at ``consistency_and_repair.check``, which compares WARC files, manifest, documents,
units and index.
"""
