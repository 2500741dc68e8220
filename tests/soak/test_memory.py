"""A crawl that meets bodies of 2 GB and decompression bombs of 2 GB takes less than 300 MB."""

from pathlib import Path

import pytest

from tests.crawler.capture.measuring import large_answers, peak_memory, truncations


@pytest.mark.soak
@pytest.mark.parametrize("more", ["gzip", "br", "zstd", "gzip-br-zstd-pieces-whole"])
def test_two_gigabytes(more: str, tmp_path: Path) -> None:
    with large_answers(2_000_000_000) as url:
        peak = peak_memory(tmp_path, f"{url}list/big-chunked-{more}", 60)
    assert peak < 300
    cut = truncations(tmp_path)
    assert (cut["/big.html"], cut["/chunked.html"]) == ("length", "length")
