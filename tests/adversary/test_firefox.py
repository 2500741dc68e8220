"""All attacks on one page at once, in Debian's Firefox without a driver: the canary sees nothing of them."""

import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.adversary.pages import TRIED
from tests.archive.replay.written import Answer, write_archive
from tests.clients.needed import needs
from tests.clients.replay_server import replayed, sink

pytestmark = [pytest.mark.clients, needs("firefox-esr", "'apt-get install firefox-esr' brings it")]

EVIL, TAME = "http://evil.example/page.html", "http://tame.example/page.html"
# Nothing goes beyond this machine: what is not on it is asked of a proxy that is not there.
_SETTINGS = (
    '"browser.shell.checkDefaultBrowser", false',
    '"network.proxy.type", 1',
    '"network.proxy.http", "127.0.0.1"',
    '"network.proxy.http_port", 9',
    '"network.proxy.ssl", "127.0.0.1"',
    '"network.proxy.ssl_port", 9',
)
_GREEN = "<!doctype html><title>Tame</title><style>body { background: #0a0 }</style>"


def _all_at_once(origin: str) -> bytes:
    attempts = [f"(async () => {attempt})()" for attempt in TRIED["reach"].values()]
    attempts += [f"(async () => {{ {attempt} }})()" for attempt in TRIED["leave"].values()]
    scripts = "".join(f"<script>try {{ {attempt}.catch(() => 0) }} catch {{}}</script>" for attempt in attempts)
    page = f"{_GREEN}<body>{scripts}{''.join(TRIED['markup'].values())}"
    filled = page.replace("SINK", origin).replace("READING", origin)
    return filled.replace("STUN", origin.removeprefix("http://")).encode()


@pytest.mark.parametrize("framing", ["", "/frame"], ids=("alone", "framed"))
def test_the_canary_sees_nothing_and_pages_show(tmp_path: Path, framing: str) -> None:
    with sink() as reached:
        answers = [Answer(EVIL, _all_at_once(reached.origin)), Answer(TAME, _GREEN.encode())]
        archive = write_archive(tmp_path / "data", answers)
        with replayed(archive) as origin:
            _picture(tmp_path, f"{origin}{framing}/20261124120000/{EVIL}")
            tame = _picture(tmp_path, f"{origin}{framing}/20261124120000/{TAME}")
            assert tame.getpixel((tame.width // 2, tame.height - 20)) == (0, 170, 0)
        assert reached.asked == []


def _picture(place: Path, address: str) -> Image.Image:
    """What Firefox shows at an address, in a profile of its own."""
    profile, path = place / "profile", place / "shown.png"
    profile.mkdir(exist_ok=True)
    (profile / "user.js").write_text("".join(f"user_pref({name});\n" for name in _SETTINGS))
    options = ["--headless", "--no-remote", "--profile", str(profile), "--window-size=900,600"]
    command = ["firefox-esr", *options, "--screenshot", str(path), address]
    subprocess.run(command, check=True, timeout=120, capture_output=True, env={**os.environ, "HOME": str(place)})
    with Image.open(path) as image:
        return image.convert("RGB")
