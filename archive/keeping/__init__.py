"""Keep an archive over years: erase records by law, merge and split archives, upload them to object storage.

In: archives, and the address of a store. Out: changed or new archives, and a line or value for each file. Begin at
``merge_and_split.merge``, ``erasure.erase`` or ``uploads.upload``, which writes by ``storage``.
"""

from archive.keeping.erasure import erase
from archive.keeping.merge_and_split import merge, split
from archive.keeping.uploads import Upload, faults_in_store, upload

__all__ = ["Upload", "erase", "faults_in_store", "merge", "split", "upload"]
