"""OmegaT translates with an exported memory, shows exported terms, and opens exported XLIFF.

Debian's OmegaT brings the DTD of TMX that LISA published; the memory is valid by it too.
"""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from translate.storage.xliff import xlifffile

from archive.bitext.sentences import split_sentences
from tests.clients.needed import needs
from tests.samplesite import serve

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
GROOVY = Path("/usr/share/java/groovy-all.jar")
"""The language of OmegaT's scripts, which Debian's package depends on."""

pytestmark = [pytest.mark.clients, needs("omegat", "'apt-get install omegat' brings it")]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the sample site."""
    place = tmp_path_factory.mktemp("omegat") / "data"
    with serve() as site:
        run(place, "scrapy", "crawl", "daxinya", "-a", f"start_url={site.url}")
    return place


def run(data: Path, program: str, *arguments: str | Path) -> None:
    """Runs a command of ours on an archive."""
    env = {**os.environ, "ARCHIVE_DIR": str(data)}
    subprocess.run([BIN / program, *arguments], cwd=ROOT, env=env, check=True, capture_output=True)


def exported(data: Path, place: Path) -> dict[str, set[str]]:
    """Exports Chinese-English units as a memory; the translations of each source, as the table of the same says."""
    chosen = ("--source", "zh", "--target", "en")
    run(data, "archive", "export", "tmx", "-o", place, *chosen)
    table = place.with_suffix(".tsv")
    run(data, "archive", "export", "tsv", "-o", table, *chosen)
    found: dict[str, set[str]] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        source, target, *_ = line.split("\t")
        found.setdefault(source, set()).add(target)
    return found


def make_project(place: Path, *, by_sentence: bool) -> Path:
    """A project of OmegaT without source and memory."""
    for name in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (place / name).mkdir(parents=True)
    directories = "".join(
        f"<{name}>__DEFAULT__</{name}>"
        for name in ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")
    )
    (place / "omegat.project").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<omegat><project version="1.0">{directories}'
        f"<source_lang>ZH-CN</source_lang><target_lang>EN-GB</target_lang>"
        f"<sentence_seg>{str(by_sentence).lower()}</sentence_seg></project></omegat>\n"
    )
    return place


def translated(project: Path, texts: list[str]) -> list[str]:
    """What OmegaT makes of texts, each a paragraph of one file."""
    (project / "source" / "page.txt").write_text("\n\n".join(texts), encoding="utf-8")
    command = ["omegat", str(project), "--mode=console-translate", f"--config-dir={project.parent / 'config'}"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (project / "target" / "page.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")


@pytest.mark.parametrize("by_sentence", [False, True], ids=["by paragraph", "by sentence"])
def test_console_mode_puts_every_exact_match_in(data: Path, tmp_path: Path, by_sentence: bool) -> None:
    project = make_project(tmp_path / "project", by_sentence=by_sentence)
    memory = exported(data, project / "tm" / "auto" / "memory.tmx")
    sources = [text for text in memory if not by_sentence or len(split_sentences(text, "zh")) == 1]
    assert len(sources) > 100
    unknown = "这句话不在记忆库里。"
    *found, last = translated(project, [*sources, unknown])
    assert [
        (source, target) for source, target in zip(sources, found, strict=True) if target not in memory[source]
    ] == []
    assert last == unknown


READ_GLOSSARIES = """
import org.omegat.core.Core
import org.omegat.core.data.*
import org.omegat.gui.glossary.*
def properties = new ProjectProperties(new File(args[0]))
properties.setSourceLanguage("ZH-CN")
properties.setTargetLanguage("EN-GB")
Core.setProject([getProjectProperties: { properties }] as IProject)
def out = new PrintStream(System.out, true, "UTF-8")
new File(args[0], "glossary").listFiles().each { file ->
  def entries = file.name.endsWith(".tbx") ? GlossaryReaderTBX.read(file, false) : GlossaryReaderTSV.read(file, false)
  entries.each { out.println([file.name, it.srcText, it.locText].join("\\t")) }
}
"""
"""What OmegaT shows in its glossary window of the files in a project's folder, by its own readers."""


def test_glossaries_show_every_term(data: Path, tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", by_sentence=False)
    for form, name in (("tbx2", "terms.tbx"), ("omegat", "terms.utf8"), ("json", "terms.json")):
        place = tmp_path / name if form == "json" else project / "glossary" / name
        run(data, "archive", "terms", "--format", form, "-o", place)
    terms = [(term["chinese"], term["english"]) for term in json.loads((tmp_path / "terms.json").read_text("utf-8"))]
    assert len(terms) > 20
    script = tmp_path / "read.groovy"
    script.write_text(READ_GLOSSARIES)
    command = ["java", "-cp", f"{GROOVY}:{OMEGAT}", "groovy.ui.GroovyMain", str(script), str(project)]
    shown = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode().splitlines()
    for name in ("terms.tbx", "terms.utf8"):
        assert [tuple(line.split("\t")[1:]) for line in shown if line.startswith(name)] == terms


def test_the_term_base_is_valid_by_the_schema_that_omegat_brings(data: Path, tmp_path: Path) -> None:
    with ZipFile(OMEGAT) as program:
        for name in ("tbx.xsd", "xml.xsd"):
            (tmp_path / name).write_bytes(program.read(f"schemas/{name}"))
    schema = etree.XMLSchema(etree.parse(tmp_path / "tbx.xsd"))
    run(data, "archive", "terms", "--format", "tbx2", "-o", tmp_path / "terms.tbx")
    tree = etree.parse(tmp_path / "terms.tbx")
    assert schema.validate(tree), schema.error_log
    next(tree.iter("termEntry")).append(etree.Element("term"))
    assert not schema.validate(tree)


def test_xliff_of_the_version_before_is_opened_translated_and_read_back(data: Path, tmp_path: Path) -> None:
    """OmegaT takes the text to translate from the target, so the file is exported the other way round."""
    project = make_project(tmp_path / "project", by_sentence=False)
    memory = exported(data, project / "tm" / "auto" / "memory.tmx")
    (project / "tm" / "auto" / "memory.tsv").unlink()
    file = tmp_path / "units.xlf"
    run(data, "archive", "export", "xliff12", "-o", file, "--source", "en", "--target", "zh-CN")
    before = xlifffile(BytesIO(file.read_bytes())).units
    (project / "source" / "units.xlf").write_bytes(file.read_bytes())
    command = ["omegat", str(project), "--mode=console-translate", f"--config-dir={tmp_path / 'config'}"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    after = xlifffile(BytesIO((project / "target" / "units.xlf").read_bytes())).units
    assert len(before) > 100
    assert [unit.source for unit in after] == [unit.source for unit in before]
    assert [
        (was.target, unit.target)
        for was, unit in zip(before, after, strict=True)
        if unit.target not in memory[was.target]
    ] == []


def test_the_memory_is_valid_by_the_published_dtd(data: Path, tmp_path: Path) -> None:
    with ZipFile(OMEGAT) as program, program.open("schemas/tmx14.dtd") as published:
        dtd = etree.DTD(published)
    run(data, "archive", "export", "tmx", "-o", tmp_path / "memory.tmx")
    tree = etree.parse(tmp_path / "memory.tmx")
    assert dtd.validate(tree), dtd.error_log
    units = list(tree.iter("tu"))
    assert len(units) > 100
    units[0].remove(units[0][-1])
    units[0].remove(units[0][-1])
    assert not dtd.validate(tree)
