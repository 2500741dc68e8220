"""What a crawl shows of itself: a line while it runs, a summary at its end."""

from crawler.progress.extension import Progress

__all__ = ["Progress"]
