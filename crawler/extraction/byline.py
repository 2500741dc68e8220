"""The line that says where an article comes from, who wrote it and when it was published."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.extraction.claims import Fact, Span
from crawler.extraction.dates import moment_span
from crawler.extraction.segment import Piece
from crawler.extraction.wording import SHARE, is_wide, key, units

_COLON = r"\s*[::]\s*"
_LABEL = re.compile(
    rf"(?<![\w])(?:(?P<source>(?:信息|文章|新闻|稿件|内容|资料|资讯|本文|文章)?(?:来\s*源|來\s*源|出\s*处|出\s*處)(?:于|自)?{_COLON}|(?:稿\s*源|转载自|转自|摘自){_COLON}"
    rf"|(?:来源|來源|出处)\s+(?=\S)|source\s*(?:of\s+\w+)?{_COLON}|origin{_COLON}|from{_COLON})"
    rf"|(?P<author>(?:文章|本文|原文)?(?:作\s*者|撰\s*文|撰\s*稿(?:人)?|执笔){_COLON}|文{_COLON}|作者\s+(?=\S)|(?:author|writer|written\s+by|words\s+by|by){_COLON}"
    rf"|(?:(?:posted|written|published)\s+)?by\s+(?=[^\W\d_]))"
    rf"|(?P<updated>(?:最后|最近)?(?:更新|修改)(?:时间|日期|于|時間)?{_COLON}?|(?:last\s+)?(?:updated|modified)(?:\s+(?:on|at|date|time))?{_COLON}?)"
    rf"|(?P<date>(?:发\s*布|发\s*表|添加|上传|录入|发稿|刊登|刊发|創建|創立|發布|發佈|發表|新闻|文章|撰写|入库|信息)?(?:时\s*间|日\s*期|時\s*間){_COLON}?"
    rf"|(?:发布于|发表于|发布|发表|發布於|發表於|时间|日期){_COLON}?"
    rf"|(?:(?:publi(?:shed|cation|sh)|release[d]?|post(?:ed)?|issue[d]?|add(?:ed)?|created?|upload(?:ed)?|news|article)\s*)?(?:date|time){_COLON}"
    rf"|(?:published|posted|released|publish|post)(?:\s+(?:on|at))?{_COLON}?)"
    rf"|(?P<other>(?:责\s*任\s*)?编\s*辑{_COLON}|(?:責任)?編輯{_COLON}|责\s*编{_COLON}|(?:校\s*对|审\s*核|审\s*稿|编\s*审|译\s*者|翻\s*译|录入(?:者|员)?|发布(?:者|人)|摄\s*影|记\s*者|通讯员|美编|监制|签发|初审|复审|终审|值班编委){_COLON}"
    rf"|(?:editors?|edited\s+by|translat(?:or|ed\s+by)|reviewer|proofread(?:er|ing)?|photos?(?:\s+by)?|publisher){_COLON}"
    rf"|(?:点击(?:数|率|量|次数)?|浏览(?:数|量|次数|人数)?|阅读(?:数|量|次数|人数)?|访问(?:数|量|次数)?|人气(?:指数)?|關注度|瀏覽(?:數|次數)?|點閱(?:數|次數)?|點擊(?:數|次數)?|查看(?:次数)?|评论(?:数)?|字数|热度|已有|围观)\s*(?:[::]|(?=[((]?\s*\d)|[((]\s*(?=\d)|$)"
    rf"|(?:views?|hits?|reads?|clicks?|page\s?views?|viewed|visits?|popularity|comments?){_COLON}|(?:字\s*[号號体體]|font(?:\s*size)?|text\s+size|\bsize){_COLON}?"
    rf"|(?:分类|分類|栏目|所属(?:栏目|分类)|类别|專欄|标签|標籤|关键词|关键字){_COLON}|(?:categor(?:y|ies)|filed\s+(?:under|in)|section|tags?|keywords?){_COLON}|posted\s+in\s))",
    re.IGNORECASE,
)
_STOP = re.compile(r"\s*[|丨•·/]\s*|\s{2,}|\s+(?=(?:on|in|at)\s)|[\])】)〕]|\s+[-–—]+\s+|(?:[::]\s*)$")
_CONTROLS = re.compile(
    r"(?:我要)?(?:评论|打印|收藏|分享|纠错|关闭|投稿|字号|手机看|繁体|简体|大|中|小|次|人|条|views?|hits?|reads?|clicks?|times?|print|share|comments?|min(?:ute)?s?\s+read|leave\s+a\s+comment|no\s+comments?|\d+|on|in|at|admin|A[+-]?|星期.|周.|年|月|日|GMT[+\d:]*|Beijing Time|am|pm)",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"(?:网|網|报|報|社|台|臺|刊|杂志|在线|新闻|新聞|公司|协会|翻译|中心|频道|客户端|公众号|日报|晚报|大学|学院|研究院|办公室|委员会|News|Daily|Times|Agency|Post|Press|Online|Net|Translations?|\.com|\.cn)$"
)
_MAX = 400
_MAX_VALUE = 60


@dataclass(frozen=True, slots=True)
class Byline:
    """The facts of one or more byline pieces, and which pieces those are."""

    source: Fact | None = None
    author: Fact | None = None
    published: Fact | None = None
    updated: Fact | None = None
    pieces: frozenset[int] = field(default_factory=frozenset)

    def joined(self, other: "Byline") -> "Byline":
        """Both together; where both say something, the first is right."""
        return Byline(
            self.source or other.source,
            self.author or other.author,
            self.published or other.published,
            self.updated or other.updated,
            self.pieces | other.pieces,
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """A label and what follows it, up to the next; ``kind`` '' is what stands before the first label."""

    kind: str
    label: int
    start: int
    end: int


def read_byline(piece: Piece, zone: str) -> Byline | None:
    """What a byline says; None when the piece is none."""
    text = piece.plain
    if len(text) > _MAX or units(text) > _MAX:
        return None
    date = moment_span(text, zone)
    parts = list(_parts(text))
    if not date and not any(part.kind for part in parts):
        return None
    facts: dict[str, Fact] = {}
    rest = []
    for part in parts:
        fact, left = _read(part, piece, date)
        rest.append(left)
        if fact and part.kind and part.kind != "other":
            facts.setdefault(part.kind, fact)
    if not _is_little("".join(rest), text):
        return None
    moment = _moment(piece, parts, zone)
    if moment:
        facts.update(moment)
    if date and "source" not in facts:
        outlet = _unlabelled_source(piece, parts, date)
        if outlet:
            facts["source"] = outlet
    return Byline(
        facts.get("source"), facts.get("author"), facts.get("date"), facts.get("updated"), frozenset((piece.n,))
    )


def is_label_only(text: str) -> str | None:
    """Which fact a text that is nothing but a label announces."""
    found = _LABEL.match(text)
    return found.lastgroup if found and found.end() == len(text) else None


def value_byline(kind: str, piece: Piece, zone: str) -> Byline | None:
    """The byline of a piece that holds the value for a label in the piece before it."""
    if len(piece.text) > _MAX_VALUE:
        return None
    if kind in ("date", "updated"):
        date = moment_span(piece.plain, zone)
        fact = Fact(date[0], (Span(piece.n, date[1], date[2]),)) if date else None
    else:
        fact = Fact(piece.text, (Span(piece.n, 0, len(piece.text)),))
    if fact is None:
        return None
    names = {"date": "published"}
    empty = Byline(pieces=frozenset((piece.n,)))
    return empty if kind == "other" else replace(empty, **{names.get(kind, kind): fact})


def _parts(text: str) -> Iterator[_Part]:
    labels = list(_LABEL.finditer(text))
    yield _Part("", 0, 0, labels[0].start() if labels else len(text))
    for label, after in zip(labels, [*labels[1:], None], strict=False):
        yield _Part(label.lastgroup or "", label.start(), label.end(), after.start() if after else len(text))


def _read(part: _Part, piece: Piece, date: tuple[str, int, int] | None) -> tuple[Fact | None, str]:
    """The fact that a part gives, and what of its text is neither fact nor date."""
    text = piece.plain
    end = part.end
    if date and part.start <= date[1] < end and part.kind in ("source", "author"):
        end = date[1]
    if part.kind not in ("source", "author"):
        rest = text[part.start : part.end]
        if date and part.start <= date[1] < part.end:
            rest = text[part.start : date[1]] + " " + text[date[2] : part.end]
        return None, rest[12:] if part.kind == "other" else rest
    first, stop = _value(piece, part.start, end)
    value = text[first:stop]
    after_date = text[date[2] : part.end] if date and end == date[1] else ""
    rest = text[stop:end] + after_date
    if not re.search(r"\w", value) or len(value) > _MAX_VALUE:
        return None, rest
    return Fact(piece.text[first:stop], (Span(piece.n, first, stop),)), rest


def _value(piece: Piece, start: int, end: int) -> tuple[int, int]:
    """Where the name after a label stands."""
    text = piece.plain
    while start < end and text[start] in " ::[【〔((《":
        start += 1
    stop = _STOP.search(text, start, end)
    if stop:
        end = stop.start()
    link = next((run for run in piece.runs if run.link is not None and run.start <= start < run.end), None)
    if link is not None:
        end = min(end, link.end)
    value = text[start:end]
    space = value.find(" ")
    if space > 0 and is_wide(value[:space]) and is_wide(value[space + 1 :].strip() or "中"):
        end = start + space
    while end > start and text[end - 1] in " ,,;;。|/-–—()()[]【】〕·":
        end -= 1
    return start, end


def _is_little(rest: str, text: str) -> bool:
    """Whether what is left of a byline without its facts is so little that it is one."""
    words = key(_CONTROLS.sub(" ", rest))
    return units(words) <= max(14, units(text) * 0.3)


def _moment(piece: Piece, parts: list[_Part], zone: str) -> dict[str, Fact]:
    """Dates by the label that they stand behind; one without a label is that of publication."""
    found: dict[str, Fact] = {}
    for part in parts:
        date = moment_span(piece.plain[part.start : part.end], zone)
        if date:
            fact = Fact(date[0], (Span(piece.n, part.start + date[1], part.start + date[2]),))
            found.setdefault("updated" if part.kind == "updated" else "date", fact)
    return found


def _unlabelled_source(piece: Piece, parts: list[_Part], date: tuple[str, int, int]) -> Fact | None:
    """The name of an outlet that stands beside the date without saying that it is the source."""
    lead = parts[0]
    for first, end in ((date[2], lead.end), (lead.start, date[1])):
        if not 0 <= first < end or date[1] >= lead.end:
            continue
        start, stop = _value(piece, first, end)
        value = piece.text[start:stop]
        if 2 <= len(value) <= 24 and _OUTLET.search(value) and not SHARE.match(value):
            return Fact(value, (Span(piece.n, start, stop),))
    return None


def find_byline(pieces: Sequence[Piece], around: Sequence[int], zone: str) -> Byline:
    """What the byline pieces among those numbered ``around`` say together; the nearest comes first."""
    found = Byline()
    for n in around:
        if n in found.pieces:
            continue
        read = read_byline(pieces[n], zone)
        if read is None:
            continue
        found = found.joined(read)
        kind = is_label_only(pieces[n].text)
        if kind and n + 1 < len(pieces):
            value = value_byline(kind, pieces[n + 1], zone)
            found = found.joined(value) if value else found
    return found
