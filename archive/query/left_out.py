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


def left_out_sections(archive: Archive, site: str | None = None) -> Iterator[LeftOutSection]:
    """The sections that are left out, of one site or all, by site and name.

    Of a template that cannot be read nothing is said.
    """
    stems = archive.stems() if site is None else archive.stems_of(site)
    newest = {stem.site: stem for stem in sorted(stems, key=lambda stem: (stem.time, stem.job))}
    for stem in sorted(newest.values(), key=lambda stem: stem.site):
        with suppress(OSError, ValueError, KeyError, TypeError):
            values = json.loads((archive.templates_dir / f"{stem.site}-{stem.job}.json").read_bytes())
            for section in values["left_out"]:
                yield LeftOutSection(stem.site, section["name"], section["pages"], section["example"])
