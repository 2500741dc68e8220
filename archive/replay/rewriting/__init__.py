"""Rewriting of pages and style sheets so that their URLs stay in the archive; all other bytes are kept.

In come the bytes of a page (``rewrite_html``) or the text of a sheet (``rewrite_css``) and a ``UrlRewriter`` for the
page's URL; out come the same bytes with changed URLs. Begin reading in ``html``.
"""

from archive.replay.rewriting.css import rewrite_css
from archive.replay.rewriting.html import Markup, rewrite_html
from archive.replay.rewriting.urls import UrlRewriter

__all__ = ["Markup", "UrlRewriter", "rewrite_css", "rewrite_html"]
