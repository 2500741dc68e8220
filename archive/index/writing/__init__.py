"""Writing the index: one writer, and updates from the archive's files.

In come WARC files, documents files and files of units; out comes an index in step with them. Begin with ``update``;
``writer`` holds the single steps, each a transaction.
"""
