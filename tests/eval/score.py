"""Scores one page: a document against its gold, and in words what is wrong with it."""

from archive.model.document import Document
from tests.eval.body import block_scores, body_scores, let_in, links_amiss, match_blocks
from tests.eval.columns import Scores
from tests.eval.facts import agrees, document_facts, fact_agrees, part_score, reading_facts
from tests.eval.gold import FACTS, FIELDS, Case, Gold
from tests.eval.reading import Reading, reading_of
from tests.eval.removal import doubled, fates_of, leaked, missing, removal_scores, ungrounded
from tests.eval.visible import page_text


def score_reading(case: Case, reading: Reading) -> Scores:
    """The columns that every extractor can be measured in."""
    if not case.gold.is_article:
        return {"empty": float(not any(reading.texts))}
    return {**body_scores(case.gold, reading), **reading_facts(case.gold, reading)}


def score_document(case: Case, document: Document) -> Scores:
    """All columns that apply to the page."""
    gold = case.gold
    scores = {**score_reading(case, reading_of(document)), "kind": float(document.kind in gold.kinds)}
    if gold.is_article:
        scores |= block_scores(gold, document) | document_facts(gold, document)
        scores |= removal_scores(gold, document, page_text(case.html))
    return scores


def faults(case: Case, document: Document) -> list[str]:
    """What is wrong with a document, a line each."""
    gold = case.gold
    lines = [] if document.kind in gold.kinds else [f"kind is {document.kind}, not {gold.kinds[0]}"]
    if not gold.is_article:
        return lines + [f"block of no article: {block.text[:60]}" for block in document.blocks]
    return lines + _body_faults(gold, document) + _fact_faults(gold, document) + _removal_faults(case, document)


def _body_faults(gold: Gold, document: Document) -> list[str]:
    matched = match_blocks(gold, [block.text for block in document.blocks])
    lines = [f"no block: {b.text[:60]}" for n, b in enumerate(gold.blocks) if n not in matched]
    right = set(matched.values())
    lines += [f"no gold block: {b.text[:60]}" for at, b in enumerate(document.blocks) if at not in right]
    for number, at in matched.items():
        wanted, found = gold.blocks[number], document.blocks[at]
        if wanted.lang != found.lang:
            lines.append(f"language {found.lang}, not {wanted.lang}: {wanted.text[:40]}")
        if found.kind not in wanted.kinds:
            lines.append(f"block kind {found.kind}, not {wanted.kinds[0]}: {wanted.text[:40]}")
    if gold.pairs and any(links_amiss(gold, document)):
        lines.append("pairs: {} missing, {} too many".format(*links_amiss(gold, document)))
    return lines + [
        f"boilerplate in a block: {text[:60]}" for text in let_in(gold, [b.text for b in document.blocks])
    ]


def _fact_faults(gold: Gold, document: Document) -> list[str]:
    lines = [
        f"{name} is {getattr(document, name)!r}, not {gold.fields[name][0]!r}"
        for name in FIELDS
        if not agrees(name, gold.fields[name], getattr(document, name))
    ]
    if document.breadcrumb != gold.breadcrumb:
        lines.append(f"breadcrumb is {document.breadcrumb}, not {gold.breadcrumb}")
    if part_score(gold.part, document) == 0:
        lines.append(f"part is {document.part}, not {gold.part}")
    if (gold.speech is None) != (document.speech is None):
        lines.append("speech facts missing" if gold.speech else f"speech invented: {document.speech}")
    if gold.speech and document.speech:
        facts = [(fact, gold.speech[fact], getattr(document.speech, fact)) for fact in FACTS]
        lines += [
            f"{f} is {found!r}, not {wanted[0]!r}" for f, wanted, found in facts if not fact_agrees(f, wanted, found)
        ]
    return lines


def _removal_faults(case: Case, document: Document) -> list[str]:
    page = page_text(case.html)
    lost = missing(document, page)
    lines = [f"not in removed: {fate.text[:60]}" for fate in fates_of(case.gold, document) if not fate.found]
    lines += [f"other reason: {f.text[:60]}" for f in fates_of(case.gold, document) if f.found and not f.accepted]
    lines += [f"unaccounted: {' '.join(lost.elements())[:80]}"] if lost else []
    lines += [f"hidden text shown: {text[:60]}" for text in leaked(case.gold, document)]
    lines += [f"not on the page: {text[:60]}" for text in ungrounded(document, page)]
    return lines + [f"counted twice: {text[:60]}" for text in doubled(document, page)]
