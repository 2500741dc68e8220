"""The re-extraction on Apache Spark as a user starts it, and a server that speaks S3, on the loopback address."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.clients.installed import CLIENTS

ROOT = Path(__file__).parents[2]
SPARK = CLIENTS / "spark" / "bin"
PATIENCE = 240.0

STEPS = ("survey_warc", "sketches_of", "learn_site_templates", "reextract_warc")
"""What workers do, by its names in ``crawler.reextract.spark_tasks_inputs_and_output``."""

_KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
_DEATHS = """
import functools, os, pathlib, resource, signal
from crawler.reextract import spark_tasks_inputs_and_output as spark_tasks

def die(step):
    try:
        (pathlib.Path({0!r}) / (step + ".died")).touch(exist_ok=False)
    except FileExistsError:
        return
    if step != "sketches_of":
        os.kill(os.getpid(), signal.SIGKILL)
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (1024**3, before[1]))
    try:
        bytearray(2 * 1024**3)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)

def dying(step):
    work = getattr(spark_tasks, step)
    @functools.wraps(work)
    def once(*given):
        done = work(*given)
        die(step)
        return done
    setattr(spark_tasks, step, once)

for step in {1!r}:
    dying(step)
"""

_COPY = "import fsspec, sys; storage = fsspec.filesystem('s3'); getattr(storage, sys.argv[1])(*sys.argv[2:]{})"


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process needs to run Spark here: no other address than the loopback's, and our own Python."""
    ours = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": str(SPARK / "python"), "PYTHONPATH": ""}
    return {**os.environ, **ours, **(extra or {})}


def module(*arguments: str) -> list[str]:
    """The command line of the job as a module of Python's."""
    return [str(SPARK / "python"), "-m", "crawler.reextract.spark", *arguments]


def submitted(*arguments: str, tries: int = 1) -> list[str]:
    """The command line of the job as a file that is submitted, each of its tasks tried so often."""
    conf = ["--conf", "spark.ui.enabled=false", "--master", f"local[2,{tries}]"]
    return [str(SPARK / "spark-submit"), *conf, str(ROOT / "crawler/reextract/spark.py"), *arguments]


def without_memory(directory: Path) -> dict[str, str]:
    """The variables by which Spark's Python workers run out of memory: once at each step, when its work is done.

    One is killed, as by the system, at every step but ``sketches_of``: there memory is refused, as by a limit.
    ``STEP.died`` in the directory says that it happened.
    """
    directory.mkdir()
    (directory / "sitecustomize.py").write_text(_DEATHS.format(str(directory), STEPS))
    return {"PYTHONPATH": str(directory)}


def run(command: list[str], extra: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """The command run to its end, in a directory from which the package cannot be imported by chance."""
    return subprocess.run(
        command, cwd=CLIENTS, env=environment(extra), capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def told(ended: "subprocess.CompletedProcess[str]") -> list[str]:
    """The lines that the job itself wrote on standard error, which spark-submit joins with standard output."""
    lines = (ended.stdout + ended.stderr).replace("\r", "\n").splitlines()
    return [line[line.index("reextract: ") :] for line in lines if "reextract: " in line]


@contextmanager
def object_storage() -> Iterator[dict[str, str]]:
    """A server that speaks S3, with the bucket ``news``; the variables by which programs find it."""
    port = _free_port()
    command = [str(SPARK / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        variables = {**_KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        _storage(variables, "mkdir", "news")
        yield variables
    finally:
        server.kill()
        server.wait()


def run_archive(variables: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command ``archive`` run to its end, with what it needs for object storage."""
    command, env = [str(SPARK / "python"), "-m", "archive", *arguments], environment(variables)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE)


def download(variables: Mapping[str, str], url: str, directory: Path) -> None:
    """Copies all that is below an address of object storage into a directory."""
    _storage(variables, "get", f"{url}/", f"{directory}/", recursive=True)


def _storage(variables: Mapping[str, str], *arguments: str, recursive: bool = False) -> None:
    script = _COPY.format(", recursive=True" if recursive else "")
    command = [str(SPARK / "python"), "-c", script, *arguments]
    subprocess.run(command, env={**os.environ, **variables}, check=True, capture_output=True, timeout=PATIENCE)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"no server came up on port {port}")
