"""Dates as a careful reader reads them."""

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.date_forms import writes_day_first
from crawler.extraction.dates import day_span, find_day, find_moment, moment_span

SHANGHAI = "Asia/Shanghai"

MOMENTS = [
    ("2025-03-03 09:32:26", "2025-03-03T09:32:26+08:00"),
    ("2025-03-03 09:32", "2025-03-03T09:32+08:00"),
    ("2025-3-3 9:32", "2025-03-03T09:32+08:00"),
    ("Source: Daxinya Date:2025-03-03 09:32:26", "2025-03-03T09:32:26+08:00"),
    ("发布时间:2024年11月5日 14:03", "2024-11-05T14:03+08:00"),
    ("发布时间：２０２４年１１月５日　１４：０３", "2024-11-05T14:03+08:00"),
    ("2024年11月5日14时03分", "2024-11-05T14:03+08:00"),
    ("2024年11月5日 14时03分20秒", "2024-11-05T14:03:20+08:00"),
    ("2024年11月5日 下午2:03", "2024-11-05T14:03+08:00"),
    ("2024年11月5日 上午9:05", "2024-11-05T09:05+08:00"),
    ("2024年11月5日 凌晨12:05", "2024-11-05T00:05+08:00"),
    ("2024年11月5日 中午12:05", "2024-11-05T12:05+08:00"),
    ("2024年11月5日 星期二 14:03", "2024-11-05T14:03+08:00"),
    ("2024年11月05日(星期二) 08:00", "2024-11-05T08:00+08:00"),
    ("2024 年 11 月 5 日 14:03", "2024-11-05T14:03+08:00"),
    ("2024/11/5", "2024-11-05"),
    ("2024/11/5 7:08:09", "2024-11-05T07:08:09+08:00"),
    ("2024.11.05", "2024-11-05"),
    ("时间2024-11-05点击", "2024-11-05"),
    ("March 3, 2025", "2025-03-03"),
    ("MARCH 3, 2025", "2025-03-03"),
    ("March 3,2025", "2025-03-03"),
    ("3 March 2025", "2025-03-03"),
    ("3 March, 2025", "2025-03-03"),
    ("Mar. 3rd, 2025", "2025-03-03"),
    ("the 3rd of March 2025", "2025-03-03"),
    ("28 April 2015", "2015-04-28"),
    ("Tuesday, 28 April 2015", "2015-04-28"),
    ("Sept. 9, 2021", "2021-09-09"),
    ("03-Mar-2025", "2025-03-03"),
    ("Published on March 3, 2025 at 9:32 AM", "2025-03-03T09:32+08:00"),
    ("March 3, 2025, 2:05 p.m.", "2025-03-03T14:05+08:00"),
    ("March 3, 2025 12:05 AM", "2025-03-03T00:05+08:00"),
    ("March 3, 2025 12:05 PM", "2025-03-03T12:05+08:00"),
    ("Updated: 09:32, March 3, 2025", "2025-03-03T09:32+08:00"),
    ("Mon, 03 Mar 2025 09:32:26 +0800", "2025-03-03T09:32:26+08:00"),
    ("Mon, 03 Mar 2025 01:32:26 GMT", "2025-03-03T09:32:26+08:00"),
    ("Mon Mar 03 2025 09:32:26 GMT+0800 (CST)", "2025-03-03T09:32:26+08:00"),
    ("2025-03-03T01:32:26Z", "2025-03-03T09:32:26+08:00"),
    ("2025-03-02T20:32:26.123Z", "2025-03-03T04:32:26+08:00"),
    ("2025-03-03T09:32:26+08:00", "2025-03-03T09:32:26+08:00"),
    ("2025-03-03T09:32+0800", "2025-03-03T09:32+08:00"),
    ("2025-03-02T20:32:26-05:00", "2025-03-03T09:32:26+08:00"),
    ("20250303", "2025-03-03"),
    ("二〇二五年三月三日", "2025-03-03"),
    ("二○一五年四月二十八日", "2015-04-28"),
    ("二零一九年十二月三十一日", "2019-12-31"),
    ("一九九八年十月廿日", "1998-10-20"),
    ("2025년 3월 3일", "2025-03-03"),
    ("le 3 mars 2025", "2025-03-03"),
    ("le 1er mars 2025", "2025-03-01"),
    ("3. März 2025", "2025-03-03"),
    ("3 de marzo de 2025", "2025-03-03"),
    ("3 марта 2025 г.", "2025-03-03"),
    ("13/04/2025", "2025-04-13"),
    ("04/13/2025", "2025-04-13"),
    ("28.04.2015", "2015-04-28"),
    ("05/05/2025", "2025-05-05"),
    ("2024-11-05 25:99", "2024-11-05"),
    ("2024年11月31日,2024年12月1日", "2024-12-01"),
    ("2024-11-05 点击:123次", "2024-11-05"),
    ("2024-11-05 12345", "2024-11-05"),
    ("Stand: 08.02.2009", "2009-02-08"),
    ("Veröffentlicht am 08.02.2009, 10:15", "2009-02-08T10:15+08:00"),
    ("Дата: 08.02.2009", "2009-02-08"),
    ("Publié le 08/02/2009", "2009-02-08"),
    ("Gäste seit 2.3.2002 | Stand: 08.02.2009", "2009-02-08"),
    ("二○○九年二月八日", "2009-02-08"),
    ("二〇〇九年二月八日", "2009-02-08"),
    ("二零零九年二月八日", "2009-02-08"),
    ("二◯◯九 年 二 月 八 日", "2009-02-08"),
    ("民國98年2月8日", "2009-02-08"),
    ("发布于民国98年2月8日 10:15", "2009-02-08T10:15+08:00"),
    ("中華民國九十八年二月八日", "2009-02-08"),
    ("中華民國一○九年十二月三十日", "2020-12-30"),
    ("中華民國一百一十二年十月五日", "2023-10-05"),
    ("民國109.12.30", "2020-12-30"),
    ("日期:09-02-08", "2009-02-08"),
    ("發佈時間:[09/02/08]", "2009-02-08"),
    ("Date: 19-02-08 10:15", "2019-02-08T10:15+08:00"),
    ("时间:98-12-01", "1998-12-01"),
    ("二月 8, 2009", "2009-02-08"),
    ("发表于 十二月 30th, 2009", "2009-12-30"),
    ("8 十月, 2009", "2009-10-08"),
    ("02/18/2009 - 10:15", "2009-02-18T10:15+08:00"),
    ("2009-02-08 — 10:15", "2009-02-08T10:15+08:00"),
    ("转自2009-02-08", "2009-02-08"),
]

NONE = [
    "",
    "08130137",
    "粤ICP备08130137号-1",
    "粤ICP备20080101号",
    "Tel: 0755-2025-0303",
    "Tel: 2025-0303",
    "+86 755 2600 0101",
    "2015-2020",
    "2015–2020",
    "2015.1-2015.3",
    "version 2.0.1",
    "v2024.11.05",
    "10.20.2024.11.5",
    "1979-12-31",
    "1899年1月1日",
    "2101-01-01",
    "2024-13-01",
    "2024-02-30",
    "2023年2月29日",
    "February 29, 2023",
    "31 April 2015",
    "03/04/2025",
    "03.04.2025",
    "3/4/25",
    "March 2025",
    "2025年3月",
    "3月3日",
    "3–5 March 2025",
    "3 - 5 March 2025",
    "March 3-5, 2025",
    "20251303",
    "编号20250303",
    "202503031",
    "http://example.com/2024/11/05/1.html",
    "May 5",
    "Marching 3, 2025",
    "Besucher seit dem 08.02.2009",
    "Visitors since 8 February 2009",
    "自2009年2月8日起",
    "Visiteurs depuis le 08/02/2009",
    "09-02-08",
    "Date: 08-02-09",
    "Date: 19/02/08",
    "Posted: 08.02.2009",
    "Big data 03/04/2025",
    "民國",
    "民國九十八年",
    "二月 30, 2009",
]


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_reads_a_moment_as_exact_as_the_text(text: str, moment: str) -> None:
    assert find_moment(text, SHANGHAI) == moment


@pytest.mark.parametrize("text", NONE)
def test_reads_no_date_where_there_is_none(text: str) -> None:
    assert find_moment(text, SHANGHAI) is None
    assert find_day(text) is None


def test_page_that_writes_the_day_first_is_read_so() -> None:
    assert find_moment("Posted: 05.11.2010", SHANGHAI, day_first=True) == "2010-11-05"
    assert find_moment("Posted: 05.21.2010", SHANGHAI, day_first=True) == "2010-05-21"


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (["05.11.2010", "28.10.2010"], None, True),
        (["05.11.2010", "10.28.2010"], "de", False),
        (["05.11.2010", "28.10.2010", "10.28.2010"], "de", False),
        (["05.11.2010"], "de-AT", True),
        (["05.11.2010"], "en", False),
        ([], None, False),
    ],
)
def test_order_of_figures_follows_from_the_page(texts: list[str], language: str | None, expected: bool) -> None:
    assert writes_day_first(texts, language) is expected


def test_zone_of_the_site_is_applied() -> None:
    assert find_moment("2025-07-03 09:32", "Europe/London") == "2025-07-03T09:32+01:00"
    assert find_moment("2025-03-03T01:32:26Z", "UTC") == "2025-03-03T01:32:26+00:00"


def test_day_is_the_day_as_written() -> None:
    assert find_day("2025-03-03T23:32:26Z") == "2025-03-03"
    assert find_day("(2015年4月28日,北京)") == "2015-04-28"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Source: Daxinya Date:2025-03-03 09:32:26 Hits: 12", "2025-03-03 09:32:26"),
        ("发布时间：２０２４年１１月５日　１４：０３ 来源：本站", "２０２４年１１月５日　１４：０３"),
        ("Updated 09:32, March 3, 2025 by", "09:32, March 3, 2025"),
        ("on 3 March 2025.", "3 March 2025"),
        ("at 2025-03-03T01:32:26Z!", "2025-03-03T01:32:26Z"),
    ],
)
def test_span_is_that_of_date_and_time(text: str, part: str) -> None:
    found = moment_span(text, SHANGHAI)
    assert found is not None
    assert text[found[1] : found[2]] == part


def test_first_date_of_a_text_counts() -> None:
    assert find_day("signed 28 April 2015, published 2025-03-03") == "2015-04-28"


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    found = moment_span(text, SHANGHAI)
    assert found is None or 0 <= found[1] < found[2] <= len(text)


@given(st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2100, 12, 31)))
def test_moment_survives_writing(moment: datetime) -> None:
    written = moment.strftime("%Y-%m-%d %H:%M:%S")
    assert find_moment(f"Date:{written} ", SHANGHAI) == written.replace(" ", "T") + "+08:00"
    assert day_span(written) == (written[:10], 0, 10)


@pytest.mark.parametrize("unit", ["2025-", "1", "March ", "3 ", "二", "2025年", " ", "12:30 ", "2025-03-0", "1.1."])
def test_long_input_takes_linear_time(unit: str) -> None:
    began = time.perf_counter()
    find_moment(unit * 50_000, SHANGHAI)
    assert time.perf_counter() - began < 1
