"""Who speaks, by the lines that end a speech, or as he says himself when he begins."""

from collections.abc import Iterator, Sequence

from crawler.extraction.byline.dates import day_span
from crawler.extraction.speech import titles_ko
from crawler.extraction.speech.persons_en import Person
from crawler.extraction.speech.speakers import read_speaker
from crawler.extraction.text.normalise_and_measure import SENTENCE_END

_LAST = 4  # texts that may be signature and day, in two languages
_FIRST = 4  # texts in which speakers introduce themselves
_MOST_CHARACTERS = 60


def read_signature(texts: Sequence[str]) -> Person | None:
    """The person of a line below the speech.

    >>> read_signature(["各位来宾:", "谢谢大家!", "青柳市市长 顾南星", "2018年5月3日"])
    Person(name='顾南星', role='青柳市市长')
    """
    lines = (line for line in _lines(texts) if not day_span(line))
    return next(filter(None, map(read_speaker, lines)), None)


def read_day_signed(texts: Sequence[str]) -> str | None:
    """The day of a line below the speech that has nothing else.

    >>> read_day_signed(["各位来宾:", "谢谢大家!", "2018年5月3日"]), read_day_signed(["多谢!", "2018年5月3日开会"])
    ('2018-05-03', None)
    """
    for line in _lines(texts):
        found = day_span(line)
        if found and not (line[: found[1]] + line[found[2] :]).strip(" ()（）.,"):
            return found[0]
    return None


def read_introduction(texts: Sequence[str]) -> Person | None:
    """Who says his name in the first texts; Korean speakers do so by custom."""
    spoken = (text for text in texts[:_FIRST] if titles_ko.HANGUL.search(text))
    return next(filter(None, map(titles_ko.read_introduction, spoken)), None)


def _lines(texts: Sequence[str]) -> Iterator[str]:
    """The short lines among the last texts, the last first."""
    last = texts[1:][-_LAST:]
    return (text.strip() for text in reversed(last) if len(text) <= _MOST_CHARACTERS and not _is_sentence(text))


def _is_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text)) and not day_span(text)
