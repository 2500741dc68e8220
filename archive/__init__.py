"""The archive: captures in WARC, documents, the index over both, and the ways to read them.

In come exchanges and documents (``warc``, ``documents``); out come answers, pages, files and exports. Begin with
``layout``, which says where everything lies, and ``model``; docs/architecture.md leads through the rest.
"""

__version__ = "0.1.0"
