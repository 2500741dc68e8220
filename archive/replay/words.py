"""The words of the replay's own pages, in English and in Chinese."""

import re
from collections.abc import Mapping

from starlette.requests import Request

_ENGLISH = {
    "lang": "en",
    "bar": "Captured page",
    "captured": "Captured {time}",
    "captures": "{count} captures",
    "one_capture": "1 capture",
    "of": "Captures of this page",
    "clean": "Clean text",
    "compare": "Compare with…",
    "alone": "Page alone",
    "stored": "Bytes as stored",
    "digest": "Payload digest",
    "page": "The page as it was captured",
    "left": "The earlier capture",
    "right": "The later capture",
    "back": "One capture",
    "file": "The captured file is no page; open it by itself.",
    "open": "Open the file",
    "missing": "Not captured",
    "missing_text": "The archive holds no capture of this address. Nothing was asked of the network.",
    "error": "This cannot be shown",
    "home": "Captured pages",
    "home_text": "A capture is at /20261124093226/http://…, with the bar around it at /frame/20261124093226/http://…",
    "status": "Status {status}",
}
_CHINESE = {
    "lang": "zh-Hans",
    "bar": "网页存档",
    "captured": "采集于 {time}",
    "captures": "共 {count} 次采集",
    "one_capture": "共 1 次采集",
    "of": "本页的各次采集",
    "clean": "正文",
    "compare": "对比…",
    "alone": "仅看网页",
    "stored": "原始字节",
    "digest": "载荷摘要",
    "page": "采集时的网页",
    "left": "较早的一次采集",
    "right": "较晚的一次采集",
    "back": "单次采集",
    "file": "采集的文件不是网页，请单独打开。",
    "open": "打开文件",
    "missing": "未采集",
    "missing_text": "存档中没有这个地址的采集。未向网络发出任何请求。",
    "error": "无法显示",
    "home": "网页存档",
    "home_text": "采集的网页位于 /20261124093226/http://…，带标题栏的位于 /frame/20261124093226/http://…",
    "status": "状态 {status}",
}
_RANGE = re.compile(r"\s*(en|zh)\b[\w-]*\s*(?:;\s*q=([\d.]{1,5}))?\s*", re.IGNORECASE)


def words_for(request: Request) -> Mapping[str, str]:
    """The words in the language that the browser prefers, of the two."""
    return _CHINESE if _prefers_chinese(request.headers.get("accept-language", "")[:500]) else _ENGLISH


def _prefers_chinese(header: str) -> bool:
    """
    >>> _prefers_chinese("zh-CN,zh;q=0.9,en;q=0.8"), _prefers_chinese("en, zh;q=0.5"), _prefers_chinese("")
    (True, False, False)
    """
    weights = {"en": 0.0, "zh": 0.0}
    for part in header.split(","):
        found = _RANGE.fullmatch(part)
        if found:
            weight = float(found[2]) if found[2] and found[2].count(".") <= 1 and found[2] != "." else 1.0
            weights[found[1].lower()] = max(weights[found[1].lower()], weight)
    return weights["zh"] > weights["en"]
