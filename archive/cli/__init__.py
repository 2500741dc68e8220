"""The command ``archive``, also ``python -m archive``."""

from archive.cli.app import main

__all__ = ["main"]
