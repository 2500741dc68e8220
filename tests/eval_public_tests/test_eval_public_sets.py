"""Finding, cloning and refusing sets."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.eval_public import sets as module
from tests.eval_public.pages import read_aeb, read_aeb_outputs, read_wcxb
from tests.eval_public.sets import WCXB, SetUnusable, folder_of
from tests.eval_public_tests.conftest import BODY, Sets


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(sets: Sets) -> Path:
    """WCXB as a repository, with a part that must not be read."""
    folder = sets.folder / "wcxb"
    (folder / "test").mkdir()
    (folder / "test" / "secret.json").write_text("{}", encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "All")
    return folder


def test_a_named_folder_holds_the_sets_whose_content_is_that_of_their_commit(sets: Sets) -> None:
    assert folder_of(sets.aeb, sets.folder) == sets.folder / "aeb"
    with pytest.raises(SetUnusable, match=rf"is not .* at {WCXB.commit}"):
        folder_of(WCXB, sets.folder)


def test_a_page_that_was_changed_is_refused(sets: Sets) -> None:
    path = sets.folder / "aeb" / "html" / "a1.html.gz"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(SetUnusable, match="with nothing changed"):
        folder_of(sets.aeb, sets.folder)


def test_a_folder_without_the_set_is_refused_and_nothing_is_cloned_into_it(tmp_path: Path) -> None:
    with pytest.raises(SetUnusable, match=f"clone {WCXB.repository}"):
        folder_of(WCXB, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_checkout_with_the_part_that_is_kept_apart_is_refused(sets: Sets) -> None:
    (sets.folder / "wcxb" / "test").mkdir()
    with pytest.raises(SetUnusable, match="must not be read"):
        folder_of(sets.wcxb, sets.folder)


def test_a_set_is_cloned_at_its_commit_without_the_part_that_is_kept_apart(
    sets: Sets, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HOME", tmp_path / "home")
    commit = git(repository, "rev-parse", "HEAD")
    (repository / "dev" / "ground-truth" / "0001.json").write_text("{}", encoding="utf-8")
    git(repository, "commit", "--quiet", "--all", "--message", "Later")
    wanted = replace(sets.wcxb, repository=repository.as_uri(), commit=commit)
    folder = folder_of(wanted, None)
    assert folder == tmp_path / "home" / "wcxb"
    assert {path.name for path in folder.iterdir()} == {".git", "dev"}
    secret = git(repository, "rev-parse", f"{commit}:test/secret.json")
    held = git(folder, "cat-file", "--batch-all-objects", "--batch-check")
    assert secret not in held
    assert folder_of(replace(wanted, repository="none"), None) == folder  # what is there is not cloned again


def test_a_set_that_cannot_be_cloned_says_what_to_do(
    sets: Sets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HOME", tmp_path / "home")
    with pytest.raises(SetUnusable, match=r"none cannot be cloned .* --sets DIR"):
        folder_of(replace(sets.wcxb, repository=(tmp_path / "none").as_uri()), None)
    assert not (tmp_path / "home" / "wcxb").exists()


def test_pages_of_aeb_have_their_gold_text(sets: Sets) -> None:
    first, second = read_aeb(sets.folder / "aeb")
    assert (first.set, first.id, first.url, first.body) == ("aeb", "a1", "https://a.example/a1.html", BODY)
    assert (first.title, first.day, first.wanted, first.kind) == (None, None, (), "article")
    assert "Ferry a2 stopped" in second.html


def test_outputs_that_aeb_keeps_are_read_in_both_forms(sets: Sets) -> None:
    outputs = read_aeb_outputs(sets.folder / "aeb")
    assert outputs == {"careful": dict.fromkeys(("a1", "a2"), f"{BODY} © 2024"), "silent": {"a1": "", "a2": ""}}


def test_pages_of_wcxb_have_their_kind_and_what_the_set_says_of_them(sets: Sets) -> None:
    first, second, third = read_wcxb(sets.folder / "wcxb")
    assert (first.kind, first.title, first.day) == ("article", "Ferry stopped", "2024-05-06")
    assert (first.wanted, first.unwanted) == (("asked to stay ashore",), ("© 2024 Harbour",))
    assert second.url == ""
    assert (third.kind, third.day, third.wanted, third.unwanted) == ("service", None, (), ())
