"""Captured pages as a browser saw them, offline; Memento (RFC 7089)."""
