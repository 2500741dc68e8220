"""Where ``make clients`` and ``make bench`` install other people's programs."""

from pathlib import Path

CLIENTS = Path(__file__).parents[2] / ".clients"
