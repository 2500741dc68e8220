"""What people write for a language, and the tag that it means."""

import pytest

from archive.model.language_codes import LanguageCodes, language_range


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("zh", "zh"),
        ("chi", "zh"),
        ("zho", "zh"),
        ("Chinese", "zh"),
        ("中文", "zh"),
        ("zh-CN", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("ZH-cn", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("chi-CN", "zh-Hans"),
        ("simplified  Chinese", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh_Hant_HK", "zh-Hant"),
        ("en-US", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("pt-BR", "pt"),
        ("sr-Latn-RS", "sr-Latn"),
        ("klingon", "klingon"),
        ("", ""),
    ],
)
def test_a_code_or_a_name_means_a_tag(written: str, tag: str) -> None:
    assert language_range(written) == tag
    assert language_range(tag) == tag


def test_only_chinese_has_codes_with_regions() -> None:
    tags = ["zh-Hans", "zh-Hant", "zh", "en"]
    assert list(map(LanguageCodes.REGION.code_of, tags)) == ["zh-CN", "zh-TW", "zh", "en"]
    assert list(map(LanguageCodes.BCP47.code_of, tags)) == tags
