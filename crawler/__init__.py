"""The crawler: a Scrapy project that walks agencies' news pages, captures them and extracts documents.

In comes the address of a site; out come WARC records and documents in an archive. Begin with ``spiders``, which asks
for pages, ``capture``, which writes what is answered, and ``extraction``, which makes documents of it.
"""
