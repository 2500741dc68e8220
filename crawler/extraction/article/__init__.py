"""The article of a page: which text blocks are its body, and whether the page is an article at all.

In come the text blocks of a page; out come the blocks of the body (``article_body``) by the evidence on each
(``block_evidence``), the kind of the page (``page_kind``) and of the article (``article_kind``). What is known of the
whole site comes in by ``site_template_page_sketch_and_selectors`` (lines that stand on many pages, selectors of the
site's profile) and ``site_sections_page_places_and_user_choices`` (which of its sections hold articles). Begin with
``article_body.find_body``; the learned model of ``crawler.extraction.model`` judges after it.
"""
