from archive.model.capture import Capture
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction.explanation import analyse_page, explain, explain_blocks, explain_html
from crawler.extraction.page_reading import PageReading

PARAGRAPH = "The ferry to the island ran again on Monday, after the ice had closed the harbour for nine days."
HTML = f"""<html><head><title>The ferry runs again</title><script>let menu = 1</script></head><body>
<nav><a href="/">Home</a></nav><h1>The ferry runs again</h1><p>{PARAGRAPH}</p><script>menu = 2</script>
<p>{PARAGRAPH}</p>
<p>© 2024 The Ferry. All rights reserved.</p></body></html>"""


def reading() -> PageReading:
    capture = Capture("http://ferry.example/news/1", None, None, None, None, "2026-01-01T00:00:00Z", 200, None)
    found = analyse_page(Page("ferry", capture, (("Content-Type", "text/html; charset=utf-8"),), HTML.encode()))
    assert found is not None
    return found


def test_each_piece_has_its_fate() -> None:
    fates = [(one.block.text, one.fate, one.reason) for one in explain_blocks(reading())]
    assert fates == [
        ("Home", "removed", "navigation"),
        ("The ferry runs again", "field", ""),
        (PARAGRAPH, "block", ""),
        (PARAGRAPH, "block", ""),
        ("© 2024 The Ferry. All rights reserved.", "removed", "copyright"),
    ]


def test_lines_say_what_rules_and_model_said() -> None:
    lines = explain(reading()).splitlines()
    assert lines[0] == "http://ferry.example/news/1"
    assert "model: " in lines[1]
    paragraph = next(line for line in lines if PARAGRAPH in line)
    assert paragraph.split()[:3] == ["2", "block", "text"]
    assert float(paragraph.split()[3]) > 0
    assert paragraph.endswith("[/html/body/p[1]]")
    assert next(line for line in lines if "Home" in line).split()[:5] == ["0", "removed", "-", "-", "navigation"]


def test_page_is_marked_and_runs_no_script() -> None:
    marked = explain_html(reading())
    assert "<script" not in marked
    assert '<base href="http://ferry.example/news/1">' in marked
    assert 'title="2 block text +' in marked
    assert marked.count("outline:2px solid") == 5
