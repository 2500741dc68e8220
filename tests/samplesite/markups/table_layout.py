"""A page of the late 1990s: tables for layout, FONT elements, one cell of text split by line breaks."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_INDENT = "&nbsp;&nbsp;&nbsp;&nbsp;"
_FORMS = Forms(
    _INDENT + "{}<br><br>",
    {
        "salutation": "{}<BR><br>",
        "heading": '<FONT color="#993300"><B>{}</B></FONT><br><br>',
        "list-item": "{}<br>",
        "date": "<DIV align=right>{}</DIV><br>",
        "caption": "<CENTER><FONT size=1>{}</FONT></CENTER><br>",
    },
    {"table-row": ("<TABLE border=1 cellpadding=3>", "</TABLE><br>"), "list-item": ("", "<br>")},
    ("<TR><TD>", "</TD><TD>", "</TD></TR>"),
)


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    menu = '</TD></TR>\n<TR><TD background="/images/bar.png">'.join(link.html for link in frame.navigation)
    return f"""<HTML>
<HEAD>{chrome.charset_meta(article.declared, modern=False)}
<TITLE>{escape(article.title)} - {words.company}</TITLE></HEAD>
<BODY bgcolor="#FFFFFF" topmargin=0>
<TABLE width=760 align=center border=0 cellspacing=0 cellpadding=0>
<TR><TD colspan=2><IMG src="/images/banner.png" width=760 height=60 border=0></TD></TR>
<TR><TD width=160 valign=top bgcolor="#EEEEEE">
<TABLE width="100%"><TR><TD background="/images/bar.png">{menu}</TD></TR></TABLE>
<FONT size=2>{words.recent}</FONT>{_recent(frame)}</TD>
<TD valign=top><FONT size=2>{chrome.breadcrumb(frame)}{_here(words.lang)}</FONT><HR size=1>
<TABLE width="96%" align=center><TR><TD align=center><FONT size=4><B>{escape(article.title)}</B></FONT></TD></TR>
{_subtitle(article)}<TR><TD align=center><FONT size=2 color=gray>{_byline(article, frame)}</FONT></TD></TR>
<TR><TD><FONT size=3>
{write_body(article, _FORMS)}
</FONT></TD></TR>
<TR><TD align=right><FONT size=2>{words.copied}
{_tools(words.lang)}</FONT></TD></TR>
<TR><TD><FONT size=2>{"<BR>".join(chrome.neighbours(frame))}</FONT></TD></TR></TABLE>
</TD></TR>
<TR><TD colspan=2 align=center bgcolor="#CCCCCC"><FONT size=2>{chrome.footer(words, "<BR>")}</FONT></TD></TR>
</TABLE></BODY></HTML>"""


def _here(lang: str) -> str:
    """The last step of a trail that names the page itself, as Chinese systems have it."""
    return {"zh-Hans": " &gt; 正文", "zh-Hant": " &gt; 內文"}.get(lang, "")


def _tools(lang: str) -> str:
    printing, closing = {"en": ("Print", "Close"), "zh-Hant": ("列印", "關閉")}.get(lang, ("打印", "关闭"))
    return (
        f'【<A href="javascript:window.print()">{printing}</A>】【<A href="javascript:window.close()">{closing}</A>】'
    )


def _subtitle(article: Article) -> str:
    return f"<TR><TD align=center>{escape(article.subtitle)}</TD></TR>\n" if article.subtitle else ""


def _byline(article: Article, frame: Frame) -> str:
    words = frame.words
    author = f"{words.author}{escape(article.author)}&nbsp;&nbsp;" if article.author else ""
    source = f"{words.source}{escape(article.source)}&nbsp;&nbsp;" if article.source else ""
    return f"{source}{author}{words.date}{dates.numeric(article.published)}"


def _recent(frame: Frame) -> str:
    rows = "".join(f"<TR><TD><FONT size=2>·{link.html}</FONT></TD></TR>" for link in frame.recent)
    return f"<TABLE>{rows}</TABLE>"
