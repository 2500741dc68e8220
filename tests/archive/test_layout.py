"""Names of sites fit into names of files, whatever host they are made from."""

import pytest

from archive.errors import UsageError
from archive.layout import LONGEST_SITE, check_site_name, site_name


@pytest.mark.parametrize("length", [60, 243, 403])
def test_a_long_host_gives_a_name_that_files_can_bear(length: int) -> None:
    labels = "a-very-long-label-of-a-host-for-a-test." * 20
    names = {site_name(f"http://{labels[:length]}{end}.example:8080/") for end in "xy"}
    assert len(names) == 2
    for name in names:
        assert check_site_name(name) == name
        assert len(name) <= LONGEST_SITE


def test_a_name_that_is_too_long_is_refused_before_anything_is_made() -> None:
    with pytest.raises(UsageError, match="use 120 at most"):
        check_site_name("a" * 121)
