"""A page whose text was pasted from a word processor, with all that comes along."""

from html import escape

from tests.samplesite import chrome, dates
from tests.samplesite.article import Article
from tests.samplesite.body import Forms, write_body
from tests.samplesite.frame import Frame

_FONT = "font-family:宋体;mso-ascii-font-family:'Times New Roman';mso-hansi-font-family:'Times New Roman';"
_SPAN = f'<span style="{_FONT}font-size:12.0pt;mso-bidi-font-size:11.0pt">'
_INDENT = "\u3000\u3000"
_FORMS = Forms(
    f'<p class="MsoNormal" style="text-indent:24.0pt;mso-char-indent-count:2.0">{_SPAN}{_INDENT}{{}}'
    '<span lang="EN-US"><o:p></o:p></span></span></p>',
    {
        "salutation": f'<p class="MsoNormal">{_SPAN}{{}}<o:p></o:p></span></p>',
        "heading": f'<p class="MsoNormal"><b style="mso-bidi-font-weight:normal">{_SPAN}{{}}</span></b></p>',
        "list-item": f'<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1">{_SPAN}{{}}<o:p></o:p></span></p>',
        "date": f'<p class="MsoNormal" align="right">{_SPAN}{{}}</span><o:p></o:p></p>',
    },
    {"table-row": ('<table class="MsoTableGrid" border="1"><tbody>', "</tbody></table>")},
    ('<tr><td><p class="MsoNormal">', '<o:p></o:p></p></td><td><p class="MsoNormal">', "<o:p></o:p></p></td></tr>"),
)
_SETTINGS = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom>
<w:Compatibility><w:SpaceForUL/></w:Compatibility></w:WordDocument></xml><![endif]-->"""
_PRIORITIES = 2200


def render(article: Article, frame: Frame) -> str:
    words = frame.words
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
{chrome.charset_meta(article.declared, modern=False)}
<title>{escape(article.title)}-{words.company}</title>
<link rel="stylesheet" href="/css/site.css">
<style>p.MsoNormal,li.MsoNormal{{mso-style-parent:"";margin:0cm;mso-pagination:none}}</style>
</head>
<body>
<div class="nav">{chrome.list_of(frame.navigation)}</div>
<div class="main">
<div class="position">{chrome.breadcrumb(frame)}</div>
<h1>{escape(article.title)}</h1>{_subtitle(article)}
<p class="property">{_byline(article, frame)}</p>
<div class="detail">{_latent_styles() if "heavy" in article.traits else _SETTINGS}
{write_body(article, _FORMS)}
<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>
</div>
<div class="share">{words.share} <span id="tip">{words.copied}</span></div>
<p>{"</p><p>".join(chrome.neighbours(frame))}</p>
</div>
<div class="side"><h3>{words.related}</h3>{chrome.list_of(frame.related)}</div>
<div class="foot">{chrome.footer(words)}</div>
</body></html>"""


def _subtitle(article: Article) -> str:
    return f'<p class="sub" align="center">{escape(article.subtitle)}</p>' if article.subtitle else ""


def _byline(article: Article, frame: Frame) -> str:
    words = frame.words
    source = f"{words.source}{escape(article.source)} " if article.source else ""
    author = f"{words.author}{escape(article.author)} " if article.author else ""
    return f"{source}{author}{words.date}{dates.numeric(article.published)}"


def _latent_styles() -> str:
    """The list of styles that a word processor writes for each table it meets; about 300 kB."""
    rows = "\n".join(
        f' <w:LsdException Locked="false" Priority="{n % 99}" SemiHidden="true" UnhideWhenUsed="true" QFormat="true" '
        f'Name="Grid Table {n % 7} Accent {n}"/>'
        for n in range(_PRIORITIES)
    )
    return f"<!--[if gte mso 9]><xml><w:LatentStyles>\n{rows}\n</w:LatentStyles></xml><![endif]-->"
