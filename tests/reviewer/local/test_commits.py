"""Who wrote the range."""

from pathlib import Path

import pytest

from reviewer.local import change, commits
from tests.repositories import GitRepository, new_repository
from tests.reviewer.local.reading import read


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n"})
    return repository


def _raw(repository: GitRepository, headers: bytes, message: bytes = b"Odd\n") -> str:
    tree, parent = repository.git("rev-parse", "HEAD^{tree}"), repository.git("rev-parse", "HEAD")
    start = f"tree {tree}\nparent {parent}\n".encode()
    return repository.put("commit", start + headers + b"\n\n" + message)


def test_author_committer_and_message(repository: GitRepository) -> None:
    sha = repository.commit(
        {"a.py": "2\n"},
        "Title\n\nCo-authored-by: B <b@example.com>",
        GIT_AUTHOR_NAME="Änne",
        GIT_AUTHOR_EMAIL="a@example.com",
    )
    (commit,) = read(repository).commits
    assert (commit.sha, commit.author_name, commit.author_email) == (sha, "Änne", "a@example.com")
    assert (commit.committer_name, commit.committer_email) == ("Test", "test@example.com")
    assert commit.message == "Title\n\nCo-authored-by: B <b@example.com>\n"


def test_the_commits_of_the_range_newest_first_and_no_others(repository: GitRepository) -> None:
    repository.git("switch", "--quiet", "-c", "feature")
    mine = [repository.commit({"b.py": f"{n}\n"}, f"Mine {n}") for n in range(3)]
    repository.git("switch", "--quiet", "main")
    repository.commit({"c.py": "1\n"}, "Theirs")
    assert [commit.sha for commit in read(repository, "main", "feature").commits] == mine[::-1]


def test_a_very_long_range_is_read_from_its_newest_end_and_said(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repository.git("rev-parse", "HEAD")
    for n in range(4):
        repository.commit({"b.py": f"{n}\n"}, f"Commit {n}")
    for module in (commits, change):
        monkeypatch.setattr(module, "MOST_COMMITS", 3)
    material = read(repository, base)
    assert [commit.message for commit in material.commits] == ["Commit 3\n", "Commit 2\n", "Commit 1\n"]
    assert material.revision.note == "Who wrote it was read from the newest 3 commits."


def test_as_many_commits_as_can_be_read_leave_nothing_to_say(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repository.git("rev-parse", "HEAD")
    for n in range(3):
        repository.commit({"b.py": f"{n}\n"}, f"Commit {n}")
    for module in (commits, change):
        monkeypatch.setattr(module, "MOST_COMMITS", 3)
    assert read(repository, base).revision.note == ""


PERSON = b"A <a@example.com> 1767225600 +0000"


@pytest.mark.parametrize(
    ("headers", "name", "email"),
    [
        (b"author " + PERSON + b"\ncommitter " + PERSON, "A", "a@example.com"),
        (b"author  <> 0 +0000\ncommitter " + PERSON, "", ""),
        (b"author <only@example.com> 0 +0000\ncommitter " + PERSON, "", "only@example.com"),
        (b"author No Address\ncommitter " + PERSON, "No Address", ""),
        (b"committer " + PERSON, "", ""),
        (b"author A<b> <a@example.com> 0 +0000\ncommitter " + PERSON, "A", "b"),
        (b"author \xe4 <a@example.com> 0 +0000\ncommitter " + PERSON + b"\nencoding ISO-8859-1", "ä", "a@example.com"),
        (b"author \xe4 <a@example.com> 0 +0000\ncommitter " + PERSON + b"\nencoding klingon", "�", "a@example.com"),
        (b"author \xe4 <a@example.com> 0 +0000\ncommitter " + PERSON + b"\nencoding base64", "�", "a@example.com"),
        (b"author \xe4 <a@example.com> 0 +0000\ncommitter " + PERSON, "�", "a@example.com"),
        (
            b"author "
            + PERSON
            + b"\ncommitter "
            + PERSON
            + b"\ngpgsig -----BEGIN-----\n author Evil <e@example.com>\n -----END-----",
            "A",
            "a@example.com",
        ),
    ],
)
def test_odd_headers_are_read_as_far_as_they_go(
    repository: GitRepository, headers: bytes, name: str, email: str
) -> None:
    sha = _raw(repository, headers)
    (commit,) = read(repository, "HEAD", sha).commits
    assert (commit.author_name, commit.author_email) == (name, email)


@pytest.mark.parametrize("message", [b"", b"\n\n", b"\xff\xfe", b"author Evil <e@example.com> 0 +0000\n", b"a\0b"])
def test_odd_messages_are_text_in_the_end(repository: GitRepository, message: bytes) -> None:
    sha = _raw(repository, b"author " + PERSON + b"\ncommitter " + PERSON, message)
    (commit,) = read(repository, "HEAD", sha).commits
    assert commit.message == message.decode("utf-8", "replace")
    assert commit.author_name == "A"
