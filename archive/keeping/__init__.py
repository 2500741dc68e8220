"""What an archive goes through over years: records erased by law, archives merged, split, packed, and uploaded."""

from archive.keeping.erasing import erase
from archive.keeping.moving import merge, split
from archive.keeping.uploading import Upload, faults_in_store, upload

__all__ = ["Upload", "erase", "faults_in_store", "merge", "split", "upload"]
