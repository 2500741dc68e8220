"""``scrapy genspider``: Scrapy's own command, with the template ``agency`` beside the stock ones.

The template ``agency`` writes what is known of a site into the archive's ``sites/NAME.toml``, as ``archive site add``
does; ``scrapy crawl NAME`` then crawls it. The stock templates write a spider module as ever.
"""

import argparse
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.commands import genspider
from scrapy.spiderloader import get_spider_loader

from archive.errors import UsageError
from archive.layout import Archive, check_site_name
from archive.model.url import canonical_url
from archive.query.terminal_output_columns_json_and_csv import clean
from crawler.sites import KnownSites
from crawler.sites.profile_and_site_files import new_site_text, store_site_file

AGENCY = "agency"
_OWN_TEMPLATES = Path(__file__).parent.parent / "templates" / "spiders"


class Command(genspider.Command):
    """Writes a new spider from a template; ends with 2 when the name, address or template cannot be used."""

    def short_desc(self) -> str:
        return "Write a new site's spider: genspider -t agency NAME DOMAIN"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self._check(args, opts)
        except UsageError as error:
            print(f"error: {clean(str(error))}", file=sys.stderr)
            self.exitcode = error.exit_code
        else:
            super().run(args, opts)

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        unknown = [arg for arg in args if arg.startswith("-")]
        if unknown:
            raise UsageError(f"unknown option {unknown[0]}; see 'scrapy genspider --help'")
        if opts.list:
            return
        if self._find_template(opts.dump or opts.template) is None:
            raise UsageError(f"no template {opts.dump or opts.template!r}; see 'scrapy genspider --list'")
        if opts.dump:
            return
        if len(args) != 2:
            raise UsageError("give a name and a domain: scrapy genspider -t agency NAME DOMAIN")
        if opts.template == AGENCY:
            check_site_name(args[0])
            _start_url(args[1])
        taken = {*get_spider_loader(self._settings()).list(), *KnownSites(self._archive()).names}
        if not opts.force and args[0] in taken:
            raise UsageError(f"there is a spider {args[0]!r} already; choose another name, or overwrite with --force")

    def _settings(self) -> Any:
        """The settings that Scrapy has given to the command before it runs."""
        return self.settings

    def _archive(self) -> Archive:
        return Archive.at(self._settings().get("ARCHIVE_DIR"))

    def _genspider(self, module: str, name: str, url: str, template_name: str, template_file: Any) -> Path:
        if template_name != AGENCY:
            return super()._genspider(module, name, url, template_name, template_file)
        path = store_site_file(self._archive(), name, new_site_text(name, _start_url(url)))
        print(f"Created site {name!r} using template {AGENCY!r} in:\n  {path}")
        print(f"Next: scrapy crawl {name}")
        return path

    def _find_template(self, template: str) -> Path | None:
        """The template of that name or path: the project's own, or a stock one."""
        places = (_OWN_TEMPLATES / f"{template}.tmpl", Path(template), Path(self.templates_dir) / f"{template}.tmpl")
        return next((place for place in places if place.suffix == ".tmpl" and place.is_file()), None)

    def _list_templates(self) -> None:
        super()._list_templates()
        print("\n".join(f"  {path.stem}" for path in sorted(_OWN_TEMPLATES.glob("*.tmpl"))))


def _start_url(domain: str) -> str:
    """The start page at a domain or address; https where it does not say.

    Raises UsageError if it is malformed.
    """
    try:
        url = canonical_url(genspider.verify_url_scheme(domain))
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return url
    except ValueError:
        pass
    raise UsageError(f"{domain!r} is neither a domain nor the address of a page")
