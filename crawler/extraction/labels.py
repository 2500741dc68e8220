"""The labels of a byline ('来源:', 'Posted by') and what they announce."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from crawler.extraction.table import read_rows

_COLON = r"\s*:\s*"
_DATED = ("date", "updated")
_COUNTED = r"\s*(?::|(?=\(?\s*\d)|\(\s*(?=\d)|$)"

# Each alternative with its own end: a colon, a colon or nothing, a number.
_KINDS: dict[str, tuple[str, ...]] = {
    "source": (
        rf"(?:信息|文章|新闻|稿件|内容|资料|资讯|本文|資訊|新聞|稿件|內容|資料)?(?:来\s*源|來\s*源|出\s*处|出\s*處)(?:于|自)?{_COLON}",
        rf"(?:稿\s*源|转载自|转自|摘自|轉載自|来自|來自|供稿(?:单位)?|(?:發佈|發布|发布)(?:單位|单位|机构)|[发發]文(?:机关|單位|单位|机构|機關)){_COLON}",
        r"(?:来源|來源)\s+(?=\S)",
        rf"(?:(?:article|news)\s+)?(?:source|origin|from){_COLON}",
        rf"(?:出典|情報源|引用元|転載元|情報提供|提供元|발행처|(?:자료\s*)?(?:출처|제공)){_COLON}",
        rf"(?:источник(?:\s+информации)?|quelle|fuente|fonte){_COLON}",
    ),
    "author": (
        rf"(?:文章|本文|原文)?(?:作\s*者|撰\s*文|撰\s*稿(?:人)?|执笔){_COLON}",
        rf"(?:图|圖)?[/、]?文(?:[/、][图圖片])?{_COLON}",
        rf"图/文{_COLON}",
        r"文字?\s*[/|]\s*(?=\S)",
        r"由\s+(?=[^\s:]{1,30}(?:\s[^\s:]{1,20}){0,2}\s[于於]\s)",
        rf"(?:采\s*写|[采採][访訪][、/和与與及]?(?:整理|撰文|[编編][辑輯])|张贴者|張貼者|贴文者|貼文者){_COLON}",
        r"作者\s+(?=\S)",
        r"(?:本[报報网網刊社台站]|特约|特約)?(?:记者|通讯员|通訊員)\s+(?=\S)",
        rf"(?:author|writer|written\s+by|words\s+by|text\s+by|by){_COLON}",
        r"(?:posted|written|published|submitted)\s+by\s+(?=[^\W\d_])",
        rf"(?:著者|筆者|執筆者?|作成者|投稿者|記者|取材・文|글쓴이|작성자|등록자|저자|필자|글|기자){_COLON}",
        r"(?:記者|작성자|글쓴이|등록자|(?:發表|发表|張貼|张贴)者|이름(?=\s[가-힣]{2,4}(?:[\s(,]|$)))\s+(?=\S)",
        r"記者(?=[\u4e00-\u9fff]{2,4}/[\u4e00-\u9fff]{2,6}[報报][導导])",
        rf"(?:(?:автор(?:ы|\s+(?:текста|статьи|материала))?|текст|корреспондент|материал\s+подготовил[аи]?|подготовил[аи]?)){_COLON}",
        rf"(?:autor(?:in|en|a|es)?|verfasser(?:in)?|text|auteure?s?|texte|texto|autore){_COLON}",
        rf"(?:(?:écrit|rédigé|publié|proposé)\s+par|par|(?:escrito|redactado|publicado)\s+por|por|geschrieben\s+von|von){_COLON}",
        r"(?:(?:écrit|rédigé|publié|(?:propos|entretien)\s+(?:recueillis?|réalisé))\s+par|(?:escrito|redactado|publicado)\s+por|geschrieben\s+von)\s+(?=[^\W\d_])",
        r"(?:by|von|par|por)\s+(?=[^\W\d_])",
    ),
    "updated": (
        rf"(?:最后|最近|最後)?(?:更新|修改)(?:时间|日期|于|時間)?(?:{_COLON})?",
        rf"(?:last\s+)?(?:updated|modified)(?:\s+(?:on|at|date|time))?(?:{_COLON})?",
    ),
    "date": (
        r"(?:发\s*布|发\s*表|添加|上传|录入|发稿|刊登|刊发|张贴|張貼|刊登|發\s*布|發\s*佈|發表|新闻|文章|撰写"
        r"|入库|信息|上稿|公告)?"
        rf"(?:时\s*间|日\s*期|時\s*間)(?:{_COLON})?",
        rf"(?:发布|发表|發布|發佈|發表)(?:于|於)?(?:{_COLON})?",
        r"(?:(?:publi(?:shed|cation|sh)|released?|post(?:ed)?|issued?|added|created|uploaded|news|article)\s+)?"
        rf"(?:date|time){_COLON}",
        rf"(?:published|posted|released|publish|post)(?:\s+(?:on|at))?(?:{_COLON})?",
    ),
    "other": (
        rf"(?:责\s*任\s*|責\s*任\s*|值班)?编\s*[辑委]{_COLON}|(?:責任)?編輯{_COLON}|责\s*编{_COLON}",
        rf"(?:校\s*对|审\s*核|审\s*稿|编\s*审|译\s*者|录入(?:者|员)?|发布(?:者|人)|摄\s*影|通讯员|美编|监制"
        rf"|签发|[初复终]审){_COLON}",
        rf"(?:editors?|edited\s+by|translat(?:or|ed\s+by)|reviewer|proofread(?:er|ing)?|photos?(?:\s+by)?"
        rf"|publisher){_COLON}",
        r"(?:translated|edited|photographed|proofread)\s+by\s+(?=[^\W\d_])",
        r"(?:点击|浏览|阅读|访问|瀏覽|點閱|點擊|查看|评论|围观|已有)(?:数|率|量|次数|人数|數|次數|人次)?" + _COUNTED,
        r"(?:人气(?:指数)?|人氣|關注度|(?:本文|全文)?字[数數]|热度)" + _COUNTED,
        r"(?:阅读|閱讀)(?:时[长间]|時[長間])\s*[:≈~约約]*\s*(?=\d)",
        rf"(?:views?|hits?|reads?|clicks?|page\s?views?|viewed|visits?|popularity|comments?){_COLON}",
        rf"(?:字\s*[号號体體]|font(?:\s*size)?|text\s+size)(?:{_COLON})?",
        rf"(?:分类|分類|栏目|所属(?:栏目|分类)|类别|專欄|标签|標籤|关键词|关键字){_COLON}",
        r"(?:图|圖|图片|圖片|摄影|攝影)\s*[/|]\s*(?=\S)",
        rf"(?:編集者?|編集部|校閲|撮影|写真|翻訳|편집|사진|번역|фото(?:граф)?|редактор|перевод|foto|bild|redaktion"
        rf"|redacción|übersetzung|übersetzt\s+von|photo(?:graphie)?|traduction|traducción){_COLON}",
        r"(?:閲覧(?:数|回数)?|アクセス数?|조회(?:\s*수)?|추천(?:\s*수)?|просмотр(?:ов|ы)|aufrufe|zugriffe|visites|vues|visitas|lecturas)"
        + _COUNTED,
        rf"(?:カテゴリー?|タグ|분류|카테고리|태그|рубрика|раздел|категория|теги|метки|kategorien?|rubrik|schlagw(?:ort|orte|örter)"
        rf"|catégories?|rubrique|mots[- ]clés|categorías?|sección|etiquetas){_COLON}",
        rf"(?:categor(?:y|ies)|filed\s+(?:under|in)|section|tags?|keywords?){_COLON}|posted\s+in\s",
    ),
}


def _in_other_languages(kind: str) -> Iterator[str]:
    """The labels of ``byline_labels.tsv``: before a colon, a number or nothing; one of a date before a word too."""
    words = [word for row in read_rows("byline_labels.tsv") if row[0] == kind for word in row[2].split(", ")]
    if not words:
        return
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    end = rf"(?:{_COLON}|\s*$|\s*(?=[\[(]?\d)" + (r"|\s+(?=[^\W\d_]{1,12}\.?,?\s+\d))" if kind in _DATED else ")")
    yield rf"(?<![^\W\d_])(?:{longest}){end}"


_LABEL = re.compile(
    "|".join(f"(?P<{kind}>{'|'.join((*forms, *_in_other_languages(kind)))})" for kind, forms in _KINDS.items()),
    re.IGNORECASE,
)
_LINE = 200  # characters of a line whose labels are kept
_BARE_BY = re.compile(r"(?:by|von|par|por)\s+", re.IGNORECASE)
_MAY_PRECEDE_BY = re.compile(r"(?:^|[\d|·•,/–—-])\s*$")

_UNKNOWN = re.compile(
    r"\W*(?:未知|不详|不詳|不明|未填写?|暂无|无|無|없음|unknown|undefined|null|none|nil|nan|n/?a|неизвестно|unbekannt|inconnue?|desconocid[oa]"
    r"|(?:本站)?原[创創])\W*",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\W*(?:佚名|匿名(?:用户)?|(?:系统|系統|网站|網站|站点|超级|超級)?管理[员員者]|网站编辑|관리자|운영자|최고관리자|админ(?:истратор)?|(?:site\s*)?admin(?:istrator|istrador|istrateur)?"
    r"|webmaster|web\s?editor|root|super\s?user|superadmin|sys(?:tem)?|guest|anonym(?:ous|e|o|us)?|user\d*|author|editor)\W*",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?:(?:本[报報网網刊台社站]|特[约約派]|实习|實習|见习|首席|驻\S{1,4}|新华社|中新社|记者站)*(?:记者|記者|通讯员|通訊員|撰稿人|特约撰稿人))[\s:/]+(?=\S)"
    r"|(?:корреспондент|журналист)\s+(?=[А-ЯЁ])"
)

_CREDIT = re.compile(
    r"^\W*(?:纠错\W+)?(?:(?:信息|文章|新闻|稿件|本文)?来\s*源|來源|(?:责\s*任\s*)?编\s*辑|责编|責任編輯|編輯|校对|审核|编审|审稿"
    r"|作\s*者|译\s*者|撰稿|[采採][访訪][、/和与與及]?(?:整理|撰文)|撰文|录入|发布人|[张張][贴貼]者|[贴貼]文者|"
    r"源|文[/、]?图?|文字|摄影|source|author|editors?|edited by|translat(?:or|ed by)|written by"
    r"|reviewer|(?:發[佈布]|发布)(?:單位|单位|机构)|出典|引用元|文責|編集|執筆者?|著者|글쓴이|작성자|출처|автор(?:ы|\s+текста)?"
    r"|текст|источник|quelle|autor(?:in|a)?|text|foto|auteure?|texte|fuente|texto|redacción)\s*[:/|]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what follows it up to the next; ``kind`` is '' for what stands before the first label.

    ``label`` is where the label begins, ``start`` and ``end`` bound what follows it.
    """

    kind: str
    label: int
    start: int
    end: int


def split_at_labels(text: str) -> Iterator[Labelled]:
    """The text, as ``narrow`` gives it, taken apart at its labels.

    A label begins where a word does.

    >>> line = "Source: Daxinya Date:2025"
    >>> [(part.kind, line[part.start : part.end]) for part in split_at_labels(line)]
    [('', ''), ('source', 'Daxinya '), ('date', '2025')]
    """
    return iter(_kept(text) if len(text) <= _LINE else _split(text))


def _split(text: str) -> tuple[Labelled, ...]:
    labels = [found for found in _LABEL.finditer(text) if _begins(text, found)]
    ends = [*(label.start() for label in labels), len(text)]
    after = (
        Labelled(label.lastgroup or "", label.start(), label.end(), end)
        for label, end in zip(labels, ends[1:], strict=True)
    )
    return Labelled("", 0, 0, ends[0]), *after


_kept = lru_cache(maxsize=4096)(_split)  # a line is read several times, and menus say the same on every page


def says_nothing(kind: str, value: str) -> bool:
    """Whether a source or an author is what a system writes where none was given.

    >>> says_nothing("source", "未知"), says_nothing("author", "admin"), says_nothing("source", "本站")
    (True, True, False)
    """
    return bool(_UNKNOWN.fullmatch(value) or (kind == "author" and _NOBODY.fullmatch(value)))


def rank_before(text: str, start: int) -> int:
    """Where a name begins whose rank stands before it from ``start``.

    >>> line = "本报记者 孙丽"
    >>> line[rank_before(line, 0) :]
    '孙丽'
    """
    found = _RANK.match(text, start)
    return found.end() if found else start


def label_alone(text: str) -> str | None:
    """Which fact a text that is nothing but a label announces, or None.

    >>> label_alone("来源:"), label_alone("来源:新华网")
    ('source', None)
    """
    return _kept_label(text) if len(text) <= _LINE else _whole_label(text)


def _whole_label(text: str) -> str | None:
    found = _LABEL.match(text)
    return found.lastgroup if found and found.end() == len(text) else None


_kept_label = lru_cache(maxsize=4096)(_whole_label)


def is_credit(text: str) -> bool:
    """Whether a line begins as those do that stand under an article: who edited it, where it is from.

    >>> is_credit("(责任编辑:小周)"), is_credit("编辑们都来了")
    (True, False)
    """
    return bool(_CREDIT.match(text))


def _begins(text: str, found: re.Match[str]) -> bool:
    at = found.start()
    if _BARE_BY.fullmatch(found[0]) and not _MAY_PRECEDE_BY.search(text[:at]):
        return False
    if at == 0 or not text[at - 1].isalnum():
        return True
    return text[at - 1].isdigit() and not found[0][0].isascii()
