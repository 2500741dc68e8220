"""A crawl as cron runs it: no terminal, next to no environment, from another directory by a wrapper."""

import json
import subprocess
from pathlib import Path

from tests.crawler.spiders.odd_server import PROJECT, SCRAPY, Reply, serve
from tests.crawler.spiders.odd_site import article

TITLE = "王毅在蓝厅论坛上的讲话"


def site(target: str) -> Reply:
    number = target.removeprefix("/news/").removesuffix(".html")
    if number.isdigit():
        return Reply(article(int(number)).replace("Report on", TITLE).encode())
    links = "".join(f"<li><a href='/news/{n}.html'>{TITLE}{n}</a></li>" for n in range(9))
    return Reply(f"<meta charset=utf-8><ul>{links}</ul>".encode()) if target == "/" else Reply(status=404)


def as_cron(wrapper: Path, log: Path) -> int:
    """The exit code of the wrapper, run with what cron gives (crontab(5)); what it says is added to a log."""
    line = f"{wrapper} >>{log} 2>&1"
    environment = {"HOME": "/", "LOGNAME": "root", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    cron = subprocess.run(
        ["/bin/sh", "-c", line], cwd="/", env=environment, stdin=subprocess.DEVNULL, check=False, timeout=120
    )
    return cron.returncode


def test_twice_a_day_with_no_other_arguments(tmp_path: Path) -> None:
    log, wrapper, archive = tmp_path / "crawl.log", tmp_path / "crawl", tmp_path / "data"
    with serve(site) as server:
        arguments = f"-a start_url={server.url} -s ARCHIVE_DIR={archive}"  # the site is not where its profile says
        wrapper.write_text(f"#!/bin/sh\ncd {PROJECT} && exec {SCRAPY} crawl daxinya {arguments}\n")
        wrapper.chmod(0o755)
        codes = [as_cron(wrapper, log), as_cron(wrapper, log)]
    said = log.read_text(encoding="utf-8")
    assert codes == [0, 0], said
    assert "documents  9: " in said
    assert "documents  9 unchanged" in said
    assert f"archive query '{TITLE[:4]}'" in said
    assert "Traceback" not in said
    assert "\x1b" not in said
    found = json.loads((archive / "summaries" / "daxinya.json").read_text(encoding="utf-8"))
    assert (found["complete"], found["documents"]["new"], found["documents"]["unchanged"]) == (True, 0, 9)
