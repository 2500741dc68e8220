"""Settings of the Scrapy project, each that differs from Scrapy's default with its reason."""

import os
from typing import Any

from archive import __version__

BOT_NAME = "crawler"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# Where the archive lies; the option -s ARCHIVE_DIR=DIR goes before the environment.
ARCHIVE_DIR = os.environ.get("ARCHIVE_DIR") or "data"

# Who crawls, so that whoever runs a site can find out and write. CONTACT is an address of mail or web; the spider
# puts it into the user agent.
CONTACT = os.environ.get("CONTACT", "")
USER_AGENT = f"agency-archive/{__version__} (archive of news and speeches)"

# Polite: robots.txt obeyed, one request at a time to a host, a second between, and more where the site is slow. On
# the loopback address, where nobody else is served, the spider switches the delay off.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
# The delay is a promise: Scrapy's default would halve it at random.
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# The most pages of one crawl, against what no budget foresees; -a max_pages=N sets it for one crawl.
MAX_PAGES = 100_000

# The most bytes of one crawl as they cross the wire; 0 is no limit.
CRAWL_MAX_BYTES = 0

# Of many sites (-a sites=FILE) so many are crawled at once. A site that takes longer than SITE_MAX_SECONDS, or never
# comes to an end, makes room for the next; the same command goes on with it another time. 0 is no limit.
SITES_AT_ONCE = 16
SITE_MAX_SECONDS = 6 * 3600
# Workers that name the same Redis (redis://HOST:PORT/DATABASE) take whole sites from one queue. A site is another's
# when its worker gave no sign of life for SITES_LEASE seconds; longer than Redis may be away. SITES_EVERY is the time
# from one crawl of a site to the next, as "12h", where the file names none; without it a site is crawled once.
SITES_QUEUE = os.environ.get("SITES_QUEUE", "")
SITES_LEASE = 90.0
SITES_EVERY = ""
# Finished WARC files are uploaded there (s3://BUCKET/PREFIX, with the extra "s3") when a crawl has ended.
ARCHIVE_STORE = os.environ.get("ARCHIVE_STORE", "")

# Each name that does not resolve holds a thread as long as the system's resolver tries.
REACTOR_THREADPOOL_MAXSIZE = 32

# A file that gets the summary as JSON too, beside the archive's own (summaries/SITE.json).
SUMMARY_FILE = os.environ.get("SUMMARY_FILE", "")

# Style sheets, images, scripts and fonts that articles need, so that they can be shown again; -s REQUISITES=0
# leaves them. Bytes of one, how many of one page, how many of a crawl.
REQUISITES = True
REQUISITES_MAX_SIZE = 16 * 1024 * 1024
REQUISITES_MAX_PAGE = 200
REQUISITES_MAX = 20_000

# Files that articles offer are captured as requisites are, and count among them. Bytes of one, how many of a page.
ATTACHMENTS = True
ATTACHMENTS_MAX_SIZE = 16 * 1024 * 1024
ATTACHMENTS_MAX_PAGE = 50

# Networks that count as public beside those that are, as 198.18.0.0/15 where a proxy gives names such addresses.
PUBLIC_NETWORKS: list[str] = []

# First come, first served: a crawl that goes on then asks in the order of one that was never stopped.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# One page is one canonical address.
REQUEST_FINGERPRINTER_CLASS = "crawler.addresses.CanonicalFingerprinter"

# A page larger than this is none, decoded or not; a server silent for a minute is not there.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# Bytes before a body: the heads of interim answers and the response's own. Browsers take as many.
HEAD_MAXSIZE = 256 * 1024
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 3
# The summary names the pages that failed.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# Refusals, missing pages and faults reach the spider, which counts and names them.
HTTPERROR_ALLOW_ALL = True

# A refresh in the page is a link among the others: its page is captured and read first.
METAREFRESH_ENABLED = False
# Cookies would tie pages to a visit, and Scrapy asks the network for a list of domains to judge them by.
COOKIES_ENABLED = False

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.ScopeMiddleware": 50,
    "crawler.withdrawn.WithdrawnMiddleware": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.OnceMoreMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.SiteRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.limits.UnpackMiddleware": 590,
    "crawler.known_captures.middleware.KnownCapturesMiddleware": 595,
    # Behind proxies (750), so that it knows which connections go to one.
    "crawler.guard.GuardMiddleware": 760,
}
SPIDER_MIDDLEWARES: dict[str, int] = {"crawler.requisites.middleware.RequisitesMiddleware": 800}

EXTENSIONS: dict[str, int] = {"crawler.limits.ByteLimit": 0, "crawler.progress.Progress": 500}
# Every exchange goes into WARC; a page that is an article becomes a document and is indexed.
ADDONS: dict[str, int] = {"crawler.capture.CaptureAddon": 0}
CAPTURE_SINK = "crawler.store.DocumentStore"

# Progress and summary say what a reader wants to know; -L INFO or -L DEBUG show Scrapy's own account too.
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
# Seconds between two lines of progress where standard error is no terminal.
PROGRESS_INTERVAL = 10.0

# Neither console listens on a port.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DEFAULT_REQUEST_HEADERS: dict[str, Any] = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
}
FEED_EXPORT_ENCODING = "utf-8"
