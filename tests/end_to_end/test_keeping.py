"""Each command of docs/keeping.md is run, in the order in which it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

from archive.layout import Archive
from tests.archive.keeping.two_sites import ONE, crawl, make_two_sites

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs" / "keeping.md").read_text(encoding="utf-8"), re.M | re.S)


def test_every_command_does_what_it_says(tmp_path: Path) -> None:
    make_two_sites(tmp_path / "data")
    crawl(Archive(tmp_path / "other"), ONE, "third", 7)
    script = "".join(f"set -e\n{block}" for block in BLOCKS)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
    }
    environment.pop("ARCHIVE_DIR", None)
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(BLOCKS) >= 9
    assert (tmp_path / "check.json").read_text().count('"faults": []') == 1
