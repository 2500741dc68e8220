"""Make documents again from WARC files, without the network.

In: an archive, or the addresses of WARC files. Out: files of documents and translation units, and the sites'
templates. Begin at ``warc_file``, which re-extracts one file; ``all_sites`` does so for whole sites in several
processes, ``spark`` for any number of files on a cluster. ``template_updates`` learns templates, and updates the
documents that they change. How a page becomes a document, in a crawl as here, is in ``crawler.documents``.
"""

from crawler.reextract.all_sites import reextract_sites, sites_by_size
from crawler.reextract.template_updates import learn_templates, update_templates
from crawler.reextract.warc_file import ReextractedFile, document_changes, documents_of, reextract_missing

__all__ = [
    "ReextractedFile",
    "document_changes",
    "documents_of",
    "learn_templates",
    "reextract_missing",
    "reextract_sites",
    "sites_by_size",
    "update_templates",
]
