"""The fake GitHub's patches are git's own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.github.diffs import changed_files
from tests.fakes.github.fast_import import Files, Signature
from tests.fakes.github.git import GitStore

WHO = Signature("ana", "ana@example.org")
LINES = st.sampled_from([b"a", b"b", b"", b"--- x", b"+++ x", b"@@ -1 +1 @@", b"diff --git a/x b/x", b"\\", b"\0"])
CONTENT = st.lists(LINES, max_size=20).map(b"\n".join)
TREES = st.dictionaries(st.sampled_from(["a", "b", "c d", "e/f", "é"]), CONTENT, max_size=5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitStore]:
    made = GitStore(tmp_path_factory.mktemp("git") / "one.git")
    yield made
    made.close()


@settings(max_examples=30, deadline=None)
@given(base=TREES, head=TREES)
def test_each_patch_turns_one_side_into_the_other(store: GitStore, base: Files, head: Files) -> None:
    """`git apply`, which knows nothing of the fake, makes head out of base with the fake's patches."""
    old = store.commit("x", base, message="a", author=WHO, parents=())
    new = store.commit("x", head, message="b", author=WHO, parents=())
    files = changed_files(store, old, new)
    listed = store.run("diff", "--name-only", "-z", "--no-renames", old, new).decode().split("\0")[:-1]
    told = {file.path for file in files} | {file.previous_path for file in files if file.previous_path}
    assert told == set(listed)
    for file in files:
        before, after = base.get(file.previous_path or file.path), head.get(file.path)
        if file.patch is not None and isinstance(before, bytes) and isinstance(after, bytes):
            assert _applied(store.path, before, file.patch) == after


def _applied(folder: Path, before: bytes, patch: str) -> bytes:
    (folder / "f").write_bytes(before)
    whole = f"diff --git a/f b/f\n--- a/f\n+++ b/f\n{patch}\n"
    subprocess.run(["git", "apply", "--unsafe-paths", "-"], cwd=folder, input=whole.encode(), check=True)
    return (folder / "f").read_bytes()
