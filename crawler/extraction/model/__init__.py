"""The learned models of extraction: which text blocks are the article's body, and which pages are articles.

In come the text blocks, the evidence on them and the rules' body; out comes the body of both, with the log-odds of
each block. Begin with ``learned_verdicts_on_article_body_and_page_kind``: it measures each block
(``block_features``), scores it by the shipped weights (boosted trees), and lets runs of blocks change sides.
``page_features`` measures the page for the second model. ``make model`` makes the weights.
"""
