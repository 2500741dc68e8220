"""Settings of the Scrapy project, each that differs from Scrapy's default with its reason."""

import os
from typing import Any

from archive import __version__

BOT_NAME = "crawler"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# The directory of the archive; the option -s ARCHIVE_DIR=DIR overrides the environment.
ARCHIVE_DIR = os.environ.get("ARCHIVE_DIR") or "data"

# Who crawls, so that a site's owner can find out and write. CONTACT is a mail or web address; the spider adds it to
# the user agent.
CONTACT = os.environ.get("CONTACT", "")
USER_AGENT = f"agency-archive/{__version__} (archive of news and speeches)"

# Polite: robots.txt is obeyed, a host gets one request at a time, a second apart, or more if the site is slow. On the
# loopback address, which serves nobody else, the spider switches the delay off.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
# The delay is a promise: Scrapy's default would halve it at random.
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# The most pages of one crawl, a limit beside the budgets; -a max_pages=N sets it for one crawl.
MAX_PAGES = 100_000

# The most bytes of one crawl as they cross the wire; 0 is no limit.
CRAWL_MAX_BYTES = 0

# The number of sites crawled at once, with -a sites=FILE. A site that takes longer than SITE_MAX_SECONDS makes room
# for the next; the same command resumes it later. 0 is no limit.
SITES_AT_ONCE = 16
SITE_MAX_SECONDS = 6 * 3600
# Workers that name the same Redis (redis://HOST:PORT/DATABASE) take whole sites from one queue. A worker silent for
# SITES_LEASE seconds loses its site to another; set it longer than Redis may be away. SITES_EVERY is the time from
# one crawl of a site to the next, as "12h", if the file names none; without it a site is crawled once.
SITES_QUEUE = os.environ.get("SITES_QUEUE", "")
SITES_LEASE = 90.0
SITES_EVERY = ""
# Where finished WARC files are uploaded when a crawl has ended (s3://BUCKET/PREFIX, with the extra "s3").
ARCHIVE_STORE = os.environ.get("ARCHIVE_STORE", "")

# A name that does not resolve occupies a thread while the system's resolver tries.
REACTOR_THREADPOOL_MAXSIZE = 32

# A file for the summary as JSON, in addition to the archive's own (summaries/SITE.json).
SUMMARY_FILE = os.environ.get("SUMMARY_FILE", "")

# Style sheets, images, scripts and fonts that articles need to be displayed again; -s REQUISITES=0 leaves them out.
# Bytes of one, number of one page, number of a crawl.
REQUISITES = True
REQUISITES_MAX_SIZE = 16 * 1024 * 1024
REQUISITES_MAX_PAGE = 200
REQUISITES_MAX = 20_000

# Files that articles offer are captured like requisites, and count among them. Bytes of one, number of a page.
ATTACHMENTS = True
ATTACHMENTS_MAX_SIZE = 16 * 1024 * 1024
ATTACHMENTS_MAX_PAGE = 50

# More networks that count as public, such as 198.18.0.0/15 behind a proxy that gives names such addresses.
PUBLIC_NETWORKS: list[str] = []

# First in, first out, so that a resumed crawl makes requests in the order of one that was never stopped.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# Outputs of a response that are handled at once. They are requests, which need no waiting; Scrapy's default starts
# 100 tasks for each response.
CONCURRENT_ITEMS = 2

# For each response, Scrapy would read and parse the source code of the callback, to warn of a mistake in it.
WARN_ON_GENERATOR_RETURN_VALUE = False

# Two requests with the same canonical URL are for one page.
REQUEST_FINGERPRINTER_CLASS = "crawler.robots_redirects_and_withdrawn_requests.CanonicalFingerprinter"

# A larger page is dropped, decoded or not; a server silent for a minute is presumed dead.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# Bytes before a body: the heads of interim answers and the response's own. Browsers accept as many.
HEAD_MAXSIZE = 256 * 1024
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 3
# The summary names the pages that failed.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# Refusals, missing pages and server errors reach the spider, which counts and names them.
HTTPERROR_ALLOW_ALL = True

# A refresh is a link like others, followed after its page is captured and read.
METAREFRESH_ENABLED = False
# Cookies would tie pages to a visit, and Scrapy would download a list of domains to judge them by.
COOKIES_ENABLED = False

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.robots_redirects_and_withdrawn_requests.ScopeMiddleware": 50,
    "crawler.robots_redirects_and_withdrawn_requests.WithdrawnMiddleware": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots_redirects_and_withdrawn_requests.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.robots_redirects_and_withdrawn_requests.RetryOnceOnTimeoutMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.robots_redirects_and_withdrawn_requests.SiteRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.body_size_limits_and_request_pace.DecodingMiddleware": 590,
    "crawler.capture.known_captures.KnownCapturesMiddleware": 595,
    # After the proxy middleware (750), so that it knows which connections go to a proxy.
    "crawler.guard.GuardMiddleware": 760,
}
SPIDER_MIDDLEWARES: dict[str, int] = {"crawler.requisites.middleware_and_queue.RequisitesMiddleware": 800}

EXTENSIONS: dict[str, int] = {
    "crawler.body_size_limits_and_request_pace.ByteLimit": 0,
    "crawler.progress.progress_line.Progress": 500,
}
# Every exchange is written to WARC; an article becomes a document and is indexed.
ADDONS: dict[str, int] = {"crawler.capture.CaptureAddon": 0}
CAPTURE_SINK = "crawler.document_store.DocumentStore"

# Progress and summary report what a reader wants to know; -L INFO or -L DEBUG add Scrapy's own log.
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
# Seconds between two lines of progress if standard error is no terminal.
PROGRESS_INTERVAL = 10.0

# No console listens on a port.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DEFAULT_REQUEST_HEADERS: dict[str, Any] = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
}
FEED_EXPORT_ENCODING = "utf-8"
