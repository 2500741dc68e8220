"""Documents made again from WARC files, one file at a time, without the network."""

from crawler.reextract.documents import as_known, documents_of, is_page, may_hold_article, read_document
from crawler.reextract.files import Remade, changes, reextract_missing
from crawler.reextract.settling import learn_templates, settle_templates
from crawler.reextract.sites import by_size, remake_sites
from crawler.reextract.templates import newest_template, read_template, template_of

__all__ = [
    "Remade",
    "as_known",
    "by_size",
    "changes",
    "documents_of",
    "is_page",
    "learn_templates",
    "may_hold_article",
    "newest_template",
    "read_document",
    "read_template",
    "reextract_missing",
    "remake_sites",
    "settle_templates",
    "template_of",
]
