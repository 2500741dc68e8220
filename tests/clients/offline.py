"""Runs a module where there is no network: in a network namespace that has nothing but a loopback device.

``unshare -n`` needs root, or the right to make a user namespace. Where neither is given, ``without_network`` says so
by None, and a browser has to be kept from the network by its own options (``HOST_RULES``).
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST_RULES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost"
_SETTING_UP = 'ip link set lo up && exec "$0" "$@"'


def without_network() -> list[str] | None:
    """The command before which another is put to run it without a network; None where that is not allowed."""
    for command in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        if shutil.which(command[0]) and shutil.which("ip"):
            probe = [*command, "sh", "-c", _SETTING_UP, "true"]
            if subprocess.run(probe, check=False, capture_output=True).returncode == 0:
                return [*command, "sh", "-c", _SETTING_UP]
    return None


def run_offline(module: str, *arguments: str | Path) -> None:
    """Runs ``python -m MODULE`` without a network, or with none that its browser may use.

    Raises CalledProcessError when it fails.
    """
    before = without_network() or []
    command = [*before, sys.executable, "-m", module, *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=240)
