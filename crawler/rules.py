"""The revision of the extraction rules that make documents and units: a digest of their code and data."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

_MAKERS = ("crawler.extraction", "crawler.sites", "archive.bitext")
_KINDS = (".py", ".txt", ".tsv", ".toml", ".json", ".npz", ".gz")


@cache
def rules_revision() -> str:
    """Return the revision of the extraction rules: 12 hexadecimal digits of the SHA-256 of extraction's and
    alignment's code and data.
    """
    digest = sha256()
    for package in _MAKERS:
        for name, content in sorted(_contents(files(package), package)):
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def _contents(place: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in place.iterdir():
        below = f"{name}/{each.name}"
        if each.is_dir():
            found += _contents(each, below)
        elif each.name.endswith(_KINDS):
            found.append((below, each.read_bytes()))
    return found
