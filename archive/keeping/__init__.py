"""What an archive goes through over years: records erased by law, archives merged and split, packed for a store."""

from archive.keeping.bag import write_bag
from archive.keeping.erasing import erase
from archive.keeping.moving import merge, split

__all__ = ["erase", "merge", "split", "write_bag"]
