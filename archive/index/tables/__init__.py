"""The tables of the index file, each with the code that writes and reads its rows.

In come captures, documents and translation units; out come the same, read over a connection. Each function works in
its caller's transaction. The reader and the writer of the index inherit from ``Catalogue`` and the classes based on
it; each of their methods reads one state of the index, or makes one transaction. Begin with ``schema.sql``, the
definition of the tables, then ``database``, which opens the file.
"""
