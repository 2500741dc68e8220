"""Whole public sites, served from their trees, crawled, and scored against lists of articles."""
