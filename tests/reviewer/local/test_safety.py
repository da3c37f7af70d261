"""Nothing of a repository is executed, and nothing is fetched or written, whatever its configuration says."""

from pathlib import Path

import pytest

from tests.repositories import GitRepository, clone, new_repository
from tests.reviewer.local.reading import paths, read, read_staged

TRAPPED = [
    ("core.fsmonitor", "{trap}"),
    ("core.pager", "{trap}"),
    ("core.editor", "{trap}"),
    ("core.sshCommand", "{trap}"),
    ("core.askPass", "{trap}"),
    ("core.alternateRefsCommand", "{trap}"),
    ("core.hooksPath", "{hooks}"),
    ("diff.external", "{trap}"),
    ("diff.trap.command", "{trap}"),
    ("diff.trap.textconv", "{trap}"),
    ("diff.ignoreSubmodules", "all"),
    ("filter.trap.clean", "{trap}"),
    ("filter.trap.smudge", "{trap}"),
    ("filter.trap.process", "{trap}"),
    ("merge.trap.driver", "{trap}"),
    ("credential.helper", "!{trap}"),
    ("gpg.program", "{trap}"),
    ("log.showSignature", "true"),
    ("pager.diff-tree", "{trap}"),
    ("alias.diff-tree", "!{trap}"),
    ("alias.rev-parse", "!{trap}"),
    ("uploadpack.packObjectsHook", "{trap}"),
    ("protocol.allow", "always"),
    ("protocol.ext.allow", "always"),
    ("remote.origin.url", "ext::{trap}"),
    ("remote.origin.promisor", "true"),
    ("remote.origin.partialCloneFilter", "blob:none"),
    ("extensions.partialClone", "origin"),
]


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "executed"


@pytest.fixture
def trap(tmp_path: Path, marker: Path) -> Path:
    program = tmp_path / "hooks" / "trap"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho ran >> '{marker}'\ncat\n")
    program.chmod(0o755)
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        (program.parent / hook).symlink_to(program)
    return program


@pytest.fixture
def hostile(tmp_path: Path, trap: Path) -> GitRepository:
    repository = new_repository(tmp_path / "hostile")
    repository.commit({".gitattributes": "* diff=trap filter=trap merge=trap\n", "a.py": "1\n", "b.py": "1\n"})
    repository.commit({"a.py": "2\n"})
    repository.stage({"b.py": "2\n"})
    for name, value in TRAPPED:
        repository.git("config", name, value.format(trap=trap, hooks=trap.parent))
    return repository


def test_the_traps_bite_when_git_is_used_without_care(hostile: GitRepository, marker: Path) -> None:
    hostile.git("diff", "HEAD~1", "HEAD")
    assert marker.exists()


def test_a_range_springs_no_trap(hostile: GitRepository, marker: Path) -> None:
    assert paths(read(hostile)) == ["a.py"]
    assert paths(read(hostile, "HEAD~1", "HEAD")) == ["a.py"]
    assert not marker.exists()


def test_the_index_springs_no_trap(hostile: GitRepository, marker: Path) -> None:
    (hostile.path / "b.py").touch()
    assert paths(read_staged(hostile)) == ["b.py"]
    assert not marker.exists()


def test_a_missing_object_is_not_fetched_through_a_trap(hostile: GitRepository, marker: Path) -> None:
    hostile.object_file(hostile.git("rev-parse", "HEAD:a.py")).unlink()
    (file,) = read(hostile).files
    assert file.head is not None
    assert file.head.missing
    assert not marker.exists()


def test_a_missing_object_of_the_index_is_not_fetched_through_a_trap(hostile: GitRepository, marker: Path) -> None:
    hostile.object_file(hostile.git("rev-parse", "HEAD:a.py")).unlink()  # the same bytes are staged as b.py
    (file,) = read_staged(hostile).files
    assert file.head is not None
    assert file.head.missing
    assert not marker.exists()


def test_nothing_is_written_into_the_repository(tmp_path: Path) -> None:
    source = new_repository(tmp_path / "source")
    source.commit({"a.py": "1\n"})
    source.commit({"a.py": "2\n"})
    repository = clone(source, tmp_path / "copy")
    before = _everything(repository.path)
    read(repository)
    read(repository, "HEAD~1", "HEAD")
    read_staged(repository)
    assert _everything(repository.path) == before


def test_no_temporary_folder_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n"})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    read(repository)
    assert list(temporary.iterdir()) == []


def _everything(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
