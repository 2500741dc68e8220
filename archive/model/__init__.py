"""The values that all parts of the program share: captures, pages, documents, times and canonical addresses.

Nothing here reads or writes files. Begin with ``capture``, one exchange in the archive;
``page_headers_content_and_charset_names``, a response as stored, which extraction reads; and ``document``, which
extraction returns.
"""
