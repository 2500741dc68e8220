"""Forms that hold captures: WACZ packages, BagIt bags and the CDXJ index.

In come the WARC files and the index of an archive or of one site, out come packages without what is withdrawn. Begin
in ``wacz``, ``bag`` or ``cdxj``; ``warc_copies`` copies the records that go into packages.
"""
