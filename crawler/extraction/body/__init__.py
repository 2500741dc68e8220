"""Which text blocks are the article's body.

In come the text blocks of a page; ``block_evidence`` weighs each, ``article_body`` finds the body by that. What is
known of the whole site comes in by ``site_template`` (lines that stand on many pages) and ``site_selectors``
(selectors of the site's profile). Begin with ``article_body.find_body``; the learned model of
``crawler.extraction.model`` has its say after it.
"""
