"""A data set to train on: rows in Parquet, and a card that says what they are and whose."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from archive.bitext.translation_units import Origin, TranslationUnit, unit_id
from archive.errors import UsageError
from archive.export.parquet_and_dataset import write_dataset
from archive.export.provenance import PageFacts
from archive.model.document import Rights
from archive.rights_of_pages_and_sites import StatedRights
from tests.archive.export.sample_units import DOCUMENT, OTHER, make_cross_page_unit, make_unit

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def written(folder: Path, *units: TranslationUnit, license: str = LICENCE) -> dict[str, Any]:
    """Writes a data set; the metadata of its card."""
    dated = replace(DOCUMENT, published="2025-03-03T09:32:26+08:00")
    stated = StatedRights(Rights(license=license), reserved=True)
    pages = {DOCUMENT.id: PageFacts.of_document(dated, stated), OTHER.id: PageFacts.of_document(OTHER)}

    def known(origin: Origin) -> PageFacts | None:
        return pages.get(origin.document)

    write_dataset({"train": units}, known, folder)
    metadata = (folder / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    found: dict[str, Any] = import_module("yaml").safe_load(metadata)
    return found


def test_the_card_names_the_split_its_file_and_its_languages(tmp_path: Path) -> None:
    metadata = written(tmp_path / "set", make_unit(), make_cross_page_unit())
    (config,) = metadata["configs"]
    (split,) = config["data_files"]
    rows = parquet.read_table(tmp_path / "set" / split["path"]).to_pylist()
    assert [row["id"] for row in rows] == [unit_id(make_unit()), unit_id(make_cross_page_unit())]
    assert split["split"] == "train"
    assert metadata["language"] == ["en", "zh"]
    assert metadata["size_categories"] == ["n<1K"]


def test_the_card_has_counts_licences_and_provenance(tmp_path: Path) -> None:
    written(tmp_path / "set", make_unit(), make_unit("再见。"), make_unit().turned())
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    for said in (
        "| train | 3 |", "| zh-Hans to en | 2 |", "| en to zh-Hans | 1 |", "| sample | 3 |", f"| {LICENCE} | 3 |",
        "is reserved, by the page or by its site, for 3 units", "from 2025-03-03 to 2025-03-03",
        "Captured from 2026-01-02 to 2026-01-02",
    ):  # fmt: skip
        assert said in card


def test_what_a_page_says_of_its_licence_stays_in_its_cell(tmp_path: Path) -> None:
    written(tmp_path / "set", make_unit(), license="|\n---\nlicense: mit\n# " + "x" * 1000)
    (line,) = (
        line for line in (tmp_path / "set" / "README.md").read_text(encoding="utf-8").splitlines() if "mit" in line
    )
    assert line.startswith(r"| \| --- license: mit # x")
    assert len(line) < 300


def test_a_data_set_without_units_is_one(tmp_path: Path) -> None:
    assert written(tmp_path / "set")["language"] == []
    assert parquet.read_table(tmp_path / "set" / "data" / "train.parquet").num_rows == 0


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    with pytest.raises(UsageError, match="not an empty directory"):
        written(tmp_path, make_unit())
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
