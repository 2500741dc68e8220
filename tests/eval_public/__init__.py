"""The evaluation of extraction on other people's pages: two public sets, each with its own formulas.

The sets are cloned at a commit into ``.clients/sets``, or lie in a folder that is named. Begin with ``__main__``:
``python -m tests.eval_public`` reads the pages (``sets``, ``pages``), runs the extractors (``run``, ``kept_rows``),
scores each page (``formulas``, ``rows``) and takes the means (``figures``), which ``report`` prints.
"""
