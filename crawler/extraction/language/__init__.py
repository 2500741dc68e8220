"""Language detection: the languages of a page's blocks.

In come the texts of a page's blocks in order; out comes a ``Detection`` for each. Begin with
``detection.detect_blocks``.
"""

from crawler.extraction.language.detection import Detection, detect_blocks

__all__ = ["Detection", "detect_blocks"]
