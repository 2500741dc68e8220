"""A data set that was exported is loaded by its path in ``datasets`` and pandas, without the network."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installed import CLIENTS
from tests.clients.needed import needs
from tests.samplesite import serve

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PYTHON = CLIENTS / "datasets" / "bin" / "python"
LOAD = """
import json, sys
import datasets, pandas
loaded = datasets.load_dataset(sys.argv[1])
frame = pandas.read_parquet(f"{sys.argv[1]}/data/train.parquet")
print(json.dumps({
    "splits": {name: split.num_rows for name, split in loaded.items()},
    "rows": [[row[name] for name in ("id", "source", "target", "title", "source_places")] for row in loaded["train"]],
    "pandas": frame["id"].tolist(),
}))
"""

pytestmark = [pytest.mark.clients, needs(PYTHON, "'make clients' installs it")]


def run(data: Path, program: str, *arguments: str | Path) -> None:
    """Runs a command of ours on an archive."""
    env = {**os.environ, "ARCHIVE_DIR": str(data)}
    subprocess.run([BIN / program, *arguments], cwd=ROOT, env=env, check=True, capture_output=True)


def load(folder: Path, home: Path) -> Any:
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(home)}
    loading = subprocess.run(
        [PYTHON, "-c", LOAD, folder], env=os.environ | offline, check=True, capture_output=True, timeout=120
    )
    return json.loads(loading.stdout)


def test_a_data_set_is_loaded_by_its_path(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serve() as site:
        run(data, "scrapy", "crawl", "daxinya", "-a", f"start_url={site.url}")
    run(data, "archive", "export", "dataset", "-o", tmp_path / "set", "--source", "en", "--target", "zh")
    run(data, "archive", "export", "jsonl", "-o", tmp_path / "units.jsonl", "--source", "en", "--target", "zh")
    lines = (tmp_path / "units.jsonl").read_text(encoding="utf-8").splitlines()
    loaded = load(tmp_path / "set", tmp_path / "home")
    units = list(map(json.loads, lines))
    assert len(units) > 100
    assert loaded["splits"] == {"train": len(units)}
    assert loaded["pandas"] == [unit["id"] for unit in units]
    assert loaded["rows"] == [
        [
            unit["id"],
            unit["source"]["text"],
            unit["target"]["text"],
            unit["facts"]["title"],
            [dict(zip(("block", "start", "end"), place, strict=True)) for place in unit["source"]["places"]],
        ]
        for unit in units
    ]
    split = ("--split", "train=.6,dev=.4,test=0")
    run(data, "archive", "export", "dataset", "-o", tmp_path / "split", "--source", "en", "--target", "zh", *split)
    splits = load(tmp_path / "split", tmp_path / "home")["splits"]
    assert sorted(splits) == ["dev", "train"]
    assert sum(splits.values()) == len(units)
