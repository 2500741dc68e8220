"""Compressed files of lines: every line a gzip member, read by its offset and by other programs, cut where torn."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.document_and_unit_files import LineFormat, LinesWriter, StoredLine, gzip_member, is_torn
from archive.errors import ArchiveDamaged
from archive.model.capture import Damage

FORM: LineFormat[object] = LineFormat("value", "make it again", lambda value: json.dumps(value), json.loads)
VALUES: list[object] = [{"n": n, "text": "中国 " * 40 * n} for n in range(4)]


def file_of(folder: Path, values: list[object], name: str = "a.jsonl.gz") -> Path:
    path = folder / name
    with LinesWriter(path, FORM) as writer:
        for value in values:
            writer.append([value])
    return path


def values_in(path: Path) -> list[object]:
    return [line.value for line in FORM.read(path)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_each_line_is_read_by_its_offset(name: str, tmp_path: Path) -> None:
    path = file_of(tmp_path, VALUES, name)
    lines = list(FORM.read(path))
    assert [line.value for line in lines] == VALUES
    assert [next(FORM.read(path, line.offset)) for line in lines] == lines
    assert lines[-1].offset + lines[-1].length == path.stat().st_size
    assert path.with_name(f"{name}.sha256").exists()


def test_the_same_lines_give_the_same_bytes_without_time_and_name(tmp_path: Path) -> None:
    path = file_of(tmp_path, VALUES)
    assert path.read_bytes() == b"".join(gzip_member(FORM.line(value)) for value in VALUES)
    assert path.read_bytes()[3:8] == bytes(5)  # neither flags nor a time (RFC 1952, 2.3)


def test_other_programs_read_the_lines(tmp_path: Path) -> None:
    path = file_of(tmp_path, VALUES)
    lines = b"".join(map(FORM.line, VALUES))
    assert gzip.decompress(path.read_bytes()) == lines
    assert subprocess.run(["zcat", path], capture_output=True, check=True).stdout == lines
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.read_json(f"{tmp_path}/*.jsonl.gz").project("n").fetchall() == [(n,) for n in range(4)]
    if shutil.which("jq"):
        asked = subprocess.run(["jq", ".n"], input=lines, capture_output=True, check=True)
        assert asked.stdout.split() == [b"0", b"1", b"2", b"3"]


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_a_torn_end_is_left_out_and_cut_before_more_is_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = file_of(tmp_path_factory.mktemp("torn"), VALUES)
    ends = [line.offset + line.length for line in FORM.read(path)]
    cut = data.draw(st.integers(0, ends[-1]))
    path.write_bytes(path.read_bytes()[:cut])
    whole = [value for value, end in zip(VALUES, ends, strict=True) if end <= cut]
    assert values_in(path) == whole
    assert is_torn(path) == (cut not in (0, *ends))
    with LinesWriter(path, FORM) as writer:
        writer.append(["more"])
    assert values_in(path) == [*whole, "more"]


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_damage_takes_one_line(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = file_of(tmp_path_factory.mktemp("damaged"), VALUES)
    lines = list(FORM.read(path))
    spoiled = data.draw(st.sampled_from(lines))
    content = bytearray(path.read_bytes())
    # Behind the header, whose time and system nobody reads.
    content[data.draw(st.integers(spoiled.offset + 10, spoiled.offset + spoiled.length - 1))] ^= 0xFF
    path.write_bytes(content)
    found = list(FORM.salvage(path))
    kept = [line for line in found if isinstance(line, StoredLine)]
    assert [line for line in lines if line not in kept] == [spoiled]
    if spoiled != lines[-1]:
        (damage,) = (line for line in found if isinstance(line, Damage))
        assert (damage.offset, damage.end) == (spoiled.offset, spoiled.offset + spoiled.length)
        with pytest.raises(ArchiveDamaged, match=f"no value at byte {spoiled.offset} .*; make it again"):
            values_in(path)
    else:
        assert is_torn(path)


def test_an_offset_that_is_no_lines_is_damage(tmp_path: Path) -> None:
    path = file_of(tmp_path, VALUES)
    with pytest.raises(ArchiveDamaged, match="no value at byte 3"):
        next(FORM.read(path, 3))
