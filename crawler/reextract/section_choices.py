"""What somebody said of a site's sections: in its profile, and for an archive in ``sites/SITE.toml``."""

import json
import tomllib
from pathlib import Path

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveDamaged
from archive.layout import Archive
from crawler.extraction.kind.sections import NO_CHOICES, SectionChoices
from crawler.sites import profile_named

_KEY = "sections"


def choices_of(archive: Archive, site: str) -> SectionChoices:
    """What is said of a site's sections; the archive's word comes after the profile's.

    Raises ArchiveDamaged when the file in the archive is none.
    """
    return SectionChoices.of(profile_named(site).section_choices).joined(read_choices(file_of(archive, site)))


def read_choices(path: Path) -> SectionChoices:
    """What a file says; nothing where there is none. Raises ArchiveDamaged when it cannot be read."""
    try:
        return SectionChoices.of(
            [str(name) for name in tomllib.loads(path.read_text(encoding="utf-8")).get(_KEY, [])]
        )
    except FileNotFoundError:
        return NO_CHOICES
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveDamaged(f"{path}: cannot be read ({error}); mend it, or put a copy in its place") from error


def store_choices(archive: Archive, site: str, choices: SectionChoices) -> None:
    """Write down what is said now, after what was said before; the file's other lines stay.

    Raises ArchiveUnusable when it cannot be written, ArchiveDamaged when what is there cannot be read.
    """
    path = file_of(archive, site)
    names = read_choices(path).joined(choices).names
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    line = f"{_KEY} = {json.dumps(names, ensure_ascii=False)}"
    lines = [line, *(each for each in kept if each.partition("=")[0].strip() != _KEY)]
    with disk_errors(path):
        archive.sites_dir.mkdir(exist_ok=True)
    replace_file(path, [f"{each}\n".encode() for each in lines])


def file_of(archive: Archive, site: str) -> Path:
    return archive.sites_dir / f"{site}.toml"
