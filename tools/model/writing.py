"""The files that training writes: the weights with their header, and the table beside them."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crawler.extraction.model.block_features import FEATURES
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import FILE
from crawler.extraction.model.page_features import PAGE_FEATURES
from tests.eval_public.sets import AEB, WCXB
from tools.model import SEED
from tools.model.samples import Sample

TABLE = "WEIGHTS.md"
_ABOUT = """# Weights {revision}

Made by `make model SETS=DIR`; all figures are cross-validated by domain.

The text of articles, whatever the kind that their pages are given:

{texts}

The kinds of pages, and the text where a page that is called no article has none:

{kinds}
"""
_SETS = {
    "wcxb": {
        "name": "Web Content Extraction Benchmark (WCXB), development part",
        "repository": WCXB.repository,
        "commit": WCXB.commit,
        "licence": "CC-BY-4.0",
    },
    "aeb": {
        "name": "article-extraction-benchmark (AEB)",
        "repository": AEB.repository,
        "commit": AEB.commit,
        "licence": "MIT",
    },
    "own": {"name": "tests/eval/corpus", "licence": "Apache-2.0"},
}


@dataclass(frozen=True, slots=True)
class Learned:
    """What training came to: the trees of both models, the pages that they were learned from, the tables, the day."""

    blocks: Sequence[dict[str, Any]]
    page: Sequence[dict[str, Any]]
    samples: Sequence[Sample]
    tables: tuple[str, str]
    day: date


def write_weights(folder: Path, learned: Learned) -> None:
    """Writes both files. The revision is the day and the first digits of the trees' SHA-256."""
    models = {
        "blocks": {"features": list(FEATURES), "trees": list(learned.blocks)},
        "page": {"features": list(PAGE_FEATURES), "trees": list(learned.page)},
    }
    digest = hashlib.sha256(json.dumps(models).encode()).hexdigest()[:8]
    counts = Counter(sample.page.set for sample in learned.samples)
    header = {
        "revision": f"{learned.day.isoformat()}/{digest}",
        "made_by": "make model",
        "seed": SEED,
        "made_of": [{**about, "pages": counts[name]} for name, about in _SETS.items()],
    }
    head, rest = json.dumps(header, indent=1), json.dumps(models, separators=(",", ":"))
    (folder / FILE).write_text(f"{head[:-2]},\n {rest[1:]}\n", encoding="utf-8")
    texts, kinds = learned.tables
    (folder / TABLE).write_text(
        _ABOUT.format(revision=header["revision"], texts=texts, kinds=kinds), encoding="utf-8"
    )
