"""Paths are bytes: whatever git can store comes through, and nothing in a path is an instruction."""

import os
from pathlib import Path

import pytest

from tests.repositories import GitRepository, new_repository
from tests.reviewer.local.reading import paths, read, read_staged

ODD = [
    b"a b.py",
    b" lead.py",
    b"trail ",
    b"tab\there.py",
    b"line\nbreak.py",
    b'quote".py',
    b"back\\slash.py",
    b"-dash.py",
    b":(glob)**",
    b"*.py",
    b"\xc3\xa4.py",
    b"a\xcc\x88.py",
    b"\xff\xfe.py",
    b"\x1b[31mred.py",
    b"nested/deep/\xe2\x80\xae.py",
    b"x" * 200 + b".py",
]


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n"})
    return repository


def _add(repository: GitRepository, names: list[bytes], content: bytes) -> None:
    oid = repository.put("blob", content)
    rows = b"".join(b"100644 " + oid.encode() + b"\t" + name + b"\0" for name in names)
    repository.git("update-index", "-z", "--index-info", stdin=rows)


def test_every_path_that_git_stores_comes_through(repository: GitRepository) -> None:
    _add(repository, ODD, b"odd\n")
    assert [os.fsencode(path) for path in paths(read_staged(repository))] == sorted(ODD, key=os.fsdecode)
    repository.git("commit", "--quiet", "-m", "Odd")
    material = read(repository)
    assert {os.fsencode(path) for path in paths(material)} == set(ODD)
    assert all(file.head and file.head.data == b"odd\n" for file in material.files)


def test_renamed_odd_paths_keep_both_names(repository: GitRepository) -> None:
    content = b"".join(b"line %d\n" % n for n in range(30))
    _add(repository, [b"old\n\xff.py"], content)
    repository.git("commit", "--quiet", "-m", "Odd")
    repository.git("rm", "--quiet", "--cached", "-r", ".")
    _add(repository, [b"new\n\xff.py", b"a.py"], content)
    repository.git("update-index", "--add", "a.py")
    repository.git("commit", "--quiet", "-m", "Renamed")
    (file,) = read(repository).files
    assert (file.previous_path, file.path) == ("old\n\udcff.py", "new\n\udcff.py")


def test_a_tree_that_no_checkout_would_accept_is_read_all_the_same(repository: GitRepository) -> None:
    blob = bytes.fromhex(repository.put("blob", b"odd\n"))
    root = b"".join(b"100644 " + name + b"\0" + blob for name in (b"..", b".git", b"a.py"))
    tree = repository.put("tree", root)
    commit = repository.git("commit-tree", tree, "-p", "HEAD", "-m", "Hostile")
    assert paths(read(repository, "HEAD", commit)) == ["..", ".git", "a.py"]
