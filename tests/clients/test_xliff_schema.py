"""XLIFF is valid by the schema that OASIS publishes, which Debian's php-symfony-translation brings.

It is the core's of XLIFF 2.0; that of 2.1 differs in the type of two attributes, ``srcLang`` and ``trgLang``, alone.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from archive.bitext.translation_units import TranslationUnit
from archive.export.tmx_xliff_tbx import Xliff21
from tests.archive.export.sample_units import HOSTILE, make_cross_page_unit, make_unit
from tests.clients.needed import needs

SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
CORE = SCHEMAS / "xliff-core-2.0.xsd"

pytestmark = [pytest.mark.clients, needs(CORE, "'apt-get install php-symfony-translation' brings it")]


def schema() -> etree.XMLSchema:
    """The schema, with the schema of XML's own attributes beside it."""
    tree = etree.parse(CORE)
    (imported,) = tree.iter("{http://www.w3.org/2001/XMLSchema}import")
    imported.set("schemaLocation", str(SCHEMAS / "xml.xsd"))
    return etree.XMLSchema(tree)


def written(*units: TranslationUnit) -> str:
    xliff = Xliff21(("zh-Hans", "en"))
    return b"".join(xliff.around(part.encode() for part in xliff.files(units))).decode()


def test_hostile_texts_are_valid() -> None:
    units = [make_unit(), *(make_unit(text, text) for text in HOSTILE.values()), make_cross_page_unit()]
    tree = etree.fromstring(written(*units).encode(), etree.XMLParser(huge_tree=True))
    core = schema()
    assert core.validate(tree), core.error_log
    assert len(list(tree.iter("{*}unit"))) == len(units)


@pytest.mark.parametrize(
    ("needed", "wrong"),
    [("<target>", "<note/><target>"), (' id="u1"', ""), (' srcLang="zh-Hans"', ""), ('"translated"', '"done"')],
)
def test_what_is_none_is_refused(needed: str, wrong: str) -> None:
    text = written(replace(make_unit(), flags=()))
    assert needed in text
    assert not schema().validate(etree.fromstring(text.replace(needed, wrong).encode()))
