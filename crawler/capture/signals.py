"""Signals that a spider may send to the recorder."""

links_found = object()
"""Sent with ``response`` and ``urls``, the absolute addresses that the page names, once they are known."""
