"""What an archive goes through over years: records erased by law, archives merged and split, packed for a store."""

from archive.keeping.erasing import erase

__all__ = ["erase"]
