"""The reading room and its API: the archive in a browser."""
