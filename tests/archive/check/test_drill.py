"""The damage drill, in its short form; ``make soak`` has the long one."""

from pathlib import Path

import pytest

from archive.layout import Archive
from tests.archive.check.drill import drill, make_large


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_large(tmp_path_factory.mktemp("sound") / "data", 60)


@pytest.mark.parametrize("seed", range(20))
def test_what_the_check_advises_makes_it_whole(seed: int, sound: Archive, tmp_path: Path) -> None:
    drill(sound, tmp_path / "data", seed)
