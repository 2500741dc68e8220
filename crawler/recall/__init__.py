"""What a crawl need not fetch: what the archive holds already and the site has not changed, or gave a moment ago."""
