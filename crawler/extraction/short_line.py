"""Short lines beside an article, by the words that they are made of, in the languages of agencies' sites.

They are asked of lines that are known to be none of the article's text; the same words in a text say nothing.
"""

import re
from functools import lru_cache

from archive.model.document import Reason

# ruff: noqa: E501 - one language a line reads best
_BYLINE = (
    r"由|於|于|在|提交|發[佈表布]|发布|发表|撰寫|撰写|(?:張貼|张贴|發[佈布]|发布|提交)(?:者|人|于|於)\s*:?",
    r"(?:本文)?(?:阅读|閱讀)(?:时长|時間|时间)\s*[:≈]?.{0,20}|(?:本文)?(?:字数|字數)(?:统计)?\s*[:≈]?.{0,12}|\d[\d.]*k?\s*(?:字|分钟|分鐘|分)",
    r"posted|by|on|at|in|submitted\s+by|views?|hits|reads|min(?:ute)?s?\s+read|\d+\s+min(?:ute)?s?\s+read",
    r"отправлено|опубликовано|добавлено|размещено|разместил[аи]?|просмотр(?:ов|ы)|прочтени[йя]|прочитано|\d+\s+просмотр\w*",
    r"(?:geschrieben|veröffentlicht|erstellt|eingetragen)(?:\s+(?:von|am|um))?|um|aufrufe|gelesen|lesezeit.{0,16}",
    r"(?:publié|écrit|posté|rédigé|mis\s+en\s+ligne)(?:e)?(?:\s+(?:par|le|dans))?|vues|lectures|temps\s+de\s+lecture.{0,16}",
    r"(?:publicado|escrito|enviado)(?:\s+(?:por|el|en))?|visitas|lecturas|vistas|tiempo\s+de\s+lectura.{0,16}",
    r"조회(?:\s?수)?(?:\s\d+)?(?:\s댓글(?:\s\d+)?)?|댓글(?:\s\d+)?|추천(?:\s?수)?(?:\s\d+)?|작성|등록|投稿(?:者|日)?|閲覧数?|更新",
)
_INDEX = (
    r"索\s*引\s*[号號]|(?:主题|主題|信息|组配|体裁|題材)\s*分\s*[类類]|主\s*题\s*[词詞]|发\s*文\s*(?:机\s*关|机\s*构|单\s*位|字\s*号|日\s*期)|成\s*文\s*日\s*期|生\s*成\s*日\s*期",
    r"文\s*[号號]|公\s*开\s*(?:方\s*式|时\s*限|范\s*围|形\s*式|责任部门)|有\s*效\s*(?:性|期|状态)|信\s*息\s*名\s*称|发\s*布\s*(?:机\s*构|日\s*期|单\s*位)|实施日期|废止日期|是否有效",
    r"(?:本文)?(?:链接|連結|地址|网址|網址)|原文(?:链接|連結|地址)|permalink|文章編號|文章编号",
)
_LABELLED = (
    r"(?:張貼者|张贴者|發[佈布]者|发布者|提交者|отправлено|опубликовано|добавлено|автор|작성자|등록일|投稿者|掲載日|posted\s+by|submitted\s+by|publié\s+par|veröffentlicht\s+(?:am|von)|publicado\s+(?:el|por))\s*:?\s.{1,70}",
    r"由\s.{1,30}\s[於于]\s.{4,60}(?:提交|發[佈表]|发[布表])|(?:本文|原文|文章)(?:链接|連結|地址|网址)\s*:\s*\S{1,200}",
)
_POLL = r"опрос|голосование|投票(?:箱)?|在线调查|網路投票|アンケート|설문(?:조사)?|umfrage|sondage|encuesta|(?:reader\s+)?poll|survey"
_CONTENTS = r"(?:文章|本文)?目[录錄]|目次|목차|(?:table\s+of\s+)?contents|inhalt(?:sverzeichnis)?|sommaire|contenido|índice|содержание|оглавление"
_MADE = r".{0,30}(?:技術提供|技术提供|强力驱动|強力驅動)\W?.{0,20}|(?:由\s)?.{2,40}(?:驱动|驅動)|(?:mit|propulsé\s+par|(?:fièrement\s+)?propulsé\s+par|con\s+la\s+tecnología\s+de|(?:desarrollado|creado|realizado)\s+con|(?:pubblicato|realizzato|creato)\s+con|(?:desenvolvido|criado|feito)\s+com|работает\s+на|сайт\s+(?:создан|разработан)\w*)\s.{2,40}"
_WELCOME = r"(?:[您你]好[,!]?\s?)?(?:欢迎|歡迎)(?:[您你]|来到|來到|光临|光臨|访问|訪問)[^\d:]{0,30}|welcome\s+to\s.{2,40}|willkommen\s+(?:auf|bei)\s.{2,40}|bienvenue?\s+(?:sur|à|dans)\s.{2,40}|bienvenid[oa]s\s+a\s.{2,40}|добро\s+пожаловать.{0,40}|.{0,30}ようこそ.{0,8}"
_OWNED = r"版[权權](?:属于|屬於|归属|歸屬)\s*:?(?:\s.{1,40})?"
_COMMENTS = r".{0,60}не\s+могут\s+оставлять\s+комментари.{0,40}|トラックバック\s?URL\s*:.{0,100}|.{0,30}комментари\w+\s.{0,12}(?:разрешены|закрыты|отключены).{0,30}|.{0,20}(?:kommentare?|commentaires?|comentarios)\s.{0,20}(?:geschlossen|fermés|cerrados).{0,20}|средняя\s+оценка.{0,12}|рейтинг\s+статьи|ответов\s*:\s*\d+"
_RELATED = r"сам(?:ая|ые)\s+(?:читаем|популярн|свеж)\w+.{0,60}|(?:читайте|смотрите)\s+также.{0,20}|(?:weitere|ähnliche|verwandte)\s+(?:artikel|beiträge|meldungen)|(?:autres|derniers)\s+articles|otros\s+artículos|バックナンバー|最近の記事|関連記事|관련\s?글|최근\s?글"


def _whole(*forms: str) -> re.Pattern[str]:
    return re.compile(rf"[^\w(]*(?:{'|'.join(forms)})\W*", re.IGNORECASE)


_FORMS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("byline", _whole(*_BYLINE, *_INDEX, *_LABELLED)),
    ("navigation", _whole(_CONTENTS)),
    ("technical-support", _whole(_MADE)),
    ("copyright", _whole(_OWNED)),
    ("other", _whole(_WELCOME, _POLL)),
    ("comments", _whole(_COMMENTS)),
    ("related", _whole(_RELATED)),
)
_POLLED = _whole(_POLL)
_LABEL = _whole(*_INDEX)
_LONGEST = 120


@lru_cache(maxsize=8192)  # the same on every page of a site
def short_line_reason(text: str) -> Reason | None:
    """Why a line beside an article is left out; ``text`` as ``narrow`` gives it.

    >>> short_line_reason("提交"), short_line_reason("索 引 号:"), short_line_reason("Просмотров: 418 раз")
    ('byline', 'byline', None)
    >>> short_line_reason("由 Hexo & NexT 强力驱动"), short_line_reason("Umfrage")
    ('technical-support', 'other')
    """
    if len(text) > _LONGEST:
        return None
    return next((reason for reason, form in _FORMS if form.fullmatch(text)), None)


def heads_poll(text: str) -> bool:
    """Whether a line is the heading of a poll.

    >>> heads_poll("Опрос"), heads_poll("Опрос показал другое")
    (True, False)
    """
    return len(text) < _LONGEST and bool(_POLLED.fullmatch(text))


def is_index_label(text: str) -> bool:
    """Whether a line is a label of the table that heads a government's paper, whose value stands beside it.

    >>> is_index_label("发文机关:"), is_index_label("发文机关:临河市")
    (True, False)
    """
    return len(text) < _LONGEST and text.rstrip().endswith(":") and bool(_LABEL.fullmatch(text))
