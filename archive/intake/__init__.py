"""Import of other tools' files, WARC, WACZ and CDXJ, into an archive, after every record was verified.

In comes the path of a file; out come WARC files below ``warc/`` with a job that names their origin, and an updated
index. Begin with ``add_files``: it opens the candidates of a WARC file or of a package (``wacz_and_cdxj``), verifies
them (``candidates``), and copies their records.
"""
