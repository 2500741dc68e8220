"""Rewrites the addresses in pages and style sheets so that they stay in the archive; all other bytes are kept."""

from archive.replay.rewriting.css import rewrite_css
from archive.replay.rewriting.html import Markup, rewrite_html
from archive.replay.rewriting.urls import UrlRewriter

__all__ = ["Markup", "UrlRewriter", "rewrite_css", "rewrite_html"]
