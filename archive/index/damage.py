"""What is left out of the index since it cannot be read, in one line."""

from archive.index.reader import Index


def left_out(index: Index) -> str | None:
    """A line that says what of the archive's files is damaged, and so left out; None where nothing is."""
    damage = index.damage()
    if not damage:
        return None
    number = sum(map(len, damage.values()))
    places = "1 damaged place" if number == 1 else f"{number} damaged places"
    first = next(iter(damage))
    files = first if len(damage) == 1 else f"{first} and {len(damage) - 1} more files"
    return f"left out {places} in {files}; 'archive check' names each"
