"""Rows of the data files beside this package's modules."""

from pathlib import Path


def read_rows(name: str) -> list[list[str]]:
    """The rows of a file of values between tabs, without its comments."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
