"""Capture: every HTTP exchange of a crawl goes into WARC files, byte for byte as it crossed the wire.

In: the requests of any Scrapy project that has ``CaptureAddon`` among its ADDONS. Out: WARC records, and the
responses, handed on once they are on disk; a class named by CAPTURE_SINK gets the captures. Begin at
``handler.CapturingDownloadHandler``: a ``tap.Tap`` keeps the bytes of a download, ``recorder.Recorder`` writes them.
``known_captures`` is what a crawl need not fetch again.
"""

from scrapy.core.downloader import contextfactory  # noqa: F401 # it walks the stack and all modules: early costs less
from scrapy.downloadermiddlewares import cookies
from scrapy.settings import BaseSettings
from tldextract import TLDExtract

__all__ = ["CaptureAddon"]

_HANDLER = "crawler.capture.download_handler_and_request_provenance.CapturingDownloadHandler"
_RECORDER = "crawler.capture.recorder_and_capture_sink.Recorder"


class CaptureAddon:
    """The Scrapy add-on for capture: every HTTP exchange of a crawl goes into WARC files below ARCHIVE_DIR.

    One line of settings switches it on: ``ADDONS = {"crawler.capture.CaptureAddon": 0}``.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        for scheme in ("http", "https"):
            settings["DOWNLOAD_HANDLERS"].set(scheme, _HANDLER, "addon")
        settings["EXTENSIONS"].set(_RECORDER, 0, "addon")
        # The cookie middleware would fetch the public suffix list past the tap: it gets the one in the package.
        cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
        # A body cut short must reach the archive and the spider, not be an error that hides what came of it.
        settings.set("DOWNLOAD_FAIL_ON_DATALOSS", False, "addon")
