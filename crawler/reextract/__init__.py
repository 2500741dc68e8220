"""Re-extraction: documents made again from WARC files, without the network.

In: an archive, or the addresses of WARC files. Out: files of documents and translation units, and the sites'
templates. Begin at ``reextraction_of_files_and_worker_processes``, which re-extracts one file; ``all_sites`` does so
for whole sites, in several processes; ``spark`` for any number of files on a cluster. ``template_updates`` learns
templates, and updates the documents that they change; ``site_comparison`` shows what a site's file changes. How a
page becomes a document, in a crawl as here, is in ``crawler.documents_of_captures``.
"""
