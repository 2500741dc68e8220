"""Whether a page is an article, and of which kind it is.

In come a page's text, title, address and trail; out comes the kind of the page (``page_kind``), of the article
(``article_kind``), or of a site's section (``sections``). Begin with ``page_kind.other_kind``.
"""
