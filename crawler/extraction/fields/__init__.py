"""The fields of a document that are neither body nor byline: titles, breadcrumb trail, links, rights, metadata.

In come the text blocks and the page's head; out comes each field as a ``Fact``: its value, and where the page shows
it. Begin with ``title_search.find_title``.
"""
