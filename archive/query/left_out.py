"""The sections of sites of which no documents are made, as the sites' newest templates name them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from archive.layout import Archive


@dataclass(frozen=True, slots=True)
class LeftOutSection:
    """A section of a site: what it is called, how many pages it has, and the address of one."""

    site: str
    name: str
    pages: int
    example: str


def left_out_sections(archive: Archive) -> Iterator[LeftOutSection]:
    """The sections that are left out, by site and name; of a template that cannot be read nothing is said."""
    newest = {stem.site: stem for stem in sorted(archive.stems(), key=lambda stem: (stem.time, stem.job))}
    for site, stem in sorted(newest.items()):
        with suppress(OSError, ValueError, KeyError, TypeError):
            values = json.loads((archive.templates_dir / f"{site}-{stem.job}.json").read_bytes())
            for section in values["left_out"]:
                yield LeftOutSection(site, section["name"], section["pages"], section["example"])
