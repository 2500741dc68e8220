"""A sitemap of the largest size costs little memory beside its own bytes."""

import subprocess
import sys

from tests.crawler.spiders.odd_server import PROJECT

MEASURED = """
import resource
from crawler.discovery.sitemaps import links_of_xml

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000

entry = b"<url><loc>http://x.example/a.html</loc><lastmod>2025-03-03</lastmod></url>"
body = b"".join([b"<urlset>", entry * (60_000_000 // len(entry)), b"</urlset>"])
before = peak()
assert len(links_of_xml(body, "http://x.example/sitemap.xml")) == 50_000
print(peak() - before)
"""


def test_entries_are_let_go_once_they_are_read() -> None:
    # A small process between, for on Linux a process begins with the peak of the one that started it.
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {MEASURED!r}], check=True)"
    measured = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True
    )
    assert int(measured.stdout) < 60
