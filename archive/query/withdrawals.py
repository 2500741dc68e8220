"""``archive withdraw``: hides captures from everything that the archive shows, or restores them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.corpus.tokens_file import update_tokens
from archive.errors import ArchiveMissing, UsageError
from archive.index import Index
from archive.index.update import apply_withdrawals
from archive.layout import Archive
from archive.model.document import Document
from archive.model.url import canonical, document_id
from archive.withdrawal import Withdrawal, Withdrawals, mark_restored, store_withdrawal


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The captures since one time and before another, in the archive's form; None is no bound."""

    since: str | None = None
    until: str | None = None


ALWAYS = TimeSpan()


@dataclass(frozen=True, slots=True)
class WithdrawalResult:
    """A withdrawal that was made, and the addresses of copies of the text that it does not include."""

    withdrawal: Withdrawal
    copies: tuple[str, ...]


def withdraw(
    archive: Archive, name: str, reason: str, span: TimeSpan = ALWAYS, *, copies: bool = False
) -> WithdrawalResult:
    """Withdraw an address, the page of a document, or a whole site; with ``copies`` the copies of its text too.

    The index is updated. An address that was never captured can be withdrawn, so that no crawl fetches it. Raises
    UsageError without a reason, ArchiveMissing when ``name`` is no address, document or site.
    """
    if not reason.strip():
        raise UsageError("a withdrawal has a reason: --reason TEXT")
    site = name if name in archive.require().sites() else None
    with Index(archive) as index:
        documents = [] if site else list(_documents(index, name))
        urls = {document.url for document in documents}
        if not site and not urls:
            urls = {_address(index, name)}
        others = {copy.id: copy.url for document in documents for copy in index.duplicates_of(document.id)}
    others = {id_: url for id_, url in others.items() if canonical(url) not in set(map(canonical, urls))}
    if copies:
        urls |= set(others.values())
    ids = {document_id(each, canonical(url)) for each in archive.sites() for url in urls}
    ids |= {document.id for document in documents} | (set(others) if copies else set())
    made = replace(Withdrawal.now(reason, urls, site, ids), since=span.since, until=span.until)
    store_withdrawal(archive, made)
    apply_withdrawals(archive, made.urls, [site] if site else [])
    _update_tokens(archive)
    return WithdrawalResult(made, () if copies else tuple(sorted(others.values())))


def restore_withdrawn(archive: Archive, name: str) -> list[Withdrawal]:
    """Restore what was withdrawn of an address, a document or a site, or by the withdrawal of this name.

    Raises ArchiveMissing when nothing is withdrawn.
    """
    standing = Withdrawals.of_archive(archive.require()).standing
    found = [each for each in standing if name in (each.name, each.site, *each.ids) or canonical(name) in each.urls]
    erased = [each.name for each in found if each.erased]
    if erased:
        raise UsageError(f"{name}: its records were erased ({', '.join(erased)}); nothing is left to show again")
    if not found:
        raise ArchiveMissing(f"{name}: not withdrawn; 'archive withdraw --list' lists what is")
    restored = mark_restored(archive, found)
    urls = [url for each in restored for url in each.urls]
    apply_withdrawals(archive, urls, [each.site for each in restored if each.site])
    _update_tokens(archive)
    return restored


def _update_tokens(archive: Archive) -> None:
    """Take the words of what is withdrawn out of the tokens file, or put those of what is restored into it."""
    if archive.tokens_file.exists():
        update_tokens(archive)


def withdrawal_lines(withdrawals: Sequence[Withdrawal]) -> Iterator[str]:
    """A line for each withdrawal, the latest first."""
    for each in reversed(withdrawals):
        what = f"site {each.site}" if each.site else " ".join(each.urls)
        span = "".join(f" {word} {time[:10]}" for word, time in (("from", each.since), ("to", each.until)) if time)
        state = f" (restored {each.restored[:10]})" if each.restored else ""
        erased = f" (erased {each.erased[:10]})" if each.erased else ""
        yield f"{each.name}  {what}{span}: {each.reason}{erased}{state}"


def _documents(index: Index, name: str) -> Iterable[Document]:
    """The documents with this id or address."""
    found = index.document(name)
    return [found] if found else []


def _address(index: Index, name: str) -> str:
    """The address itself, where it is one. Raises ArchiveMissing where it is neither that nor a document's id."""
    if "://" not in name:
        raise ArchiveMissing(f"{name}: neither a document nor a site nor an address; find it with 'archive query'")
    return name
