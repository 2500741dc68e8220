"""The add-on that switches capture on in any Scrapy project."""

from scrapy.downloadermiddlewares import cookies
from scrapy.settings import BaseSettings
from tldextract import TLDExtract

_HANDLER = "crawler.capture.handler.CapturingDownloadHandler"
_RECORDER = "crawler.capture.recorder.Recorder"


class CaptureAddon:
    """Every HTTP exchange of the project's crawls goes into WARC files below ARCHIVE_DIR.

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
