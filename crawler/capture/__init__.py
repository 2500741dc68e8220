"""Capture: every exchange of a crawl goes into WARC, byte for byte as it crossed the wire."""

from crawler.capture.addon import CaptureAddon

__all__ = ["CaptureAddon"]
