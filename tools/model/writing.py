"""The files that training writes: the weights with their header, and the table beside them."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crawler.extraction.model.features import FEATURES
from crawler.extraction.model.weights import FILE
from tools.model.boosting import SEED
from tools.model.samples import Sample

TABLE = "WEIGHTS.md"
_ABOUT = "Made by `make model`; cross-validated by domain, text whatever the kind."
_SETS = {
    "wcxb": {
        "name": "Web Content Extraction Benchmark (WCXB), development part",
        "repository": "https://github.com/Murrough-Foley/web-content-extraction-benchmark",
        "commit": "c039d5ee9f5a3a984a0e167e63aacd04e76e78a9",
        "licence": "CC-BY-4.0",
    },
    "aeb": {
        "name": "article-extraction-benchmark (AEB)",
        "repository": "https://github.com/scrapinghub/article-extraction-benchmark",
        "commit": "4a3bc979f76c0df73cb95fe272e2fc1b96f9f010",
        "licence": "MIT",
    },
    "own": {"name": "tests/eval/corpus", "licence": "Apache-2.0"},
}


def write_weights(
    folder: Path, trees: Sequence[dict[str, Any]], samples: Sequence[Sample], table: str, day: date
) -> None:
    """Writes both files. The revision is the day and the first digits of the trees' SHA-256."""
    models = {"blocks": {"features": list(FEATURES), "trees": list(trees)}}
    digest = hashlib.sha256(json.dumps(models).encode()).hexdigest()[:8]
    counts = Counter(sample.page.set for sample in samples)
    header = {
        "revision": f"{day.isoformat()}/{digest}",
        "made_by": "make model",
        "seed": SEED,
        "made_of": [{**about, "pages": counts[name]} for name, about in _SETS.items()],
    }
    head, rest = json.dumps(header, indent=1), json.dumps(models, separators=(",", ":"))
    (folder / FILE).write_text(f"{head[:-2]},\n {rest[1:]}\n", encoding="utf-8")
    (folder / TABLE).write_text(
        f"# Weights {header['revision']}\n\n{_ABOUT}\n\n{table}\n",
        encoding="utf-8",
    )
