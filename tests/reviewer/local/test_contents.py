"""The bytes of both sides: all that can be read, and a reason for the rest."""

from pathlib import Path

import pytest

from checks.kit.files import MAX_BYTES
from reviewer.domain.material import Blob, Material
from reviewer.local import contents
from tests.repositories import GitRepository, new_repository
from tests.reviewer.local.reading import only_file, paths, read


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n", "keep.py": "".join(f"line {n}\n" for n in range(20))})
    return repository


def test_a_modified_file_has_both_sides(repository: GitRepository) -> None:
    repository.commit({"a.py": "2\n"})
    file = only_file(read(repository))
    assert (file.path, file.previous_path, file.status.value) == ("a.py", None, "modified")
    assert (file.base, file.head) == (Blob("100644", 2, b"1\n"), Blob("100644", 2, b"2\n"))


def test_an_added_file_has_no_base(repository: GitRepository) -> None:
    repository.commit({"b.py": ""})
    file = only_file(read(repository))
    assert (file.status.value, file.base, file.head) == ("added", None, Blob("100644", 0, b""))


def test_a_removed_file_has_no_head(repository: GitRepository) -> None:
    repository.commit({"a.py": None})
    file = only_file(read(repository))
    assert (file.status.value, file.base, file.head) == ("removed", Blob("100644", 2, b"1\n"), None)


def test_an_edited_rename_is_one_file(repository: GitRepository) -> None:
    repository.git("mv", "keep.py", "kept.py")
    repository.commit({"kept.py": "".join(f"line {n}\n" for n in range(21))})
    file = only_file(read(repository))
    assert (file.path, file.previous_path, file.status.value) == ("kept.py", "keep.py", "renamed")


def test_a_file_written_anew_under_another_name_is_no_rename(repository: GitRepository) -> None:
    repository.commit({"keep.py": None, "kept.py": "".join(f"row {n} of another text\n" for n in range(20))})
    assert [(f.path, f.status.value) for f in read(repository).files] == [("keep.py", "removed"), ("kept.py", "added")]


def test_a_copy_is_an_added_file(repository: GitRepository) -> None:
    repository.commit({"copy.py": "".join(f"line {n}\n" for n in range(20))})
    assert only_file(read(repository)).status.value == "added"


def test_the_repositorys_own_idea_of_renames_does_not_count(repository: GitRepository) -> None:
    repository.git("config", "diff.renames", "false")
    repository.git("config", "diff.renameLimit", "1")
    repository.git("mv", "keep.py", "kept.py")
    repository.commit({"kept.py": "".join(f"line {n}\n" for n in range(21))})
    assert only_file(read(repository)).status.value == "renamed"


def test_a_changed_mode_alone_is_a_change(repository: GitRepository) -> None:
    repository.git("update-index", "--chmod=+x", "a.py")
    repository.git("commit", "--quiet", "-m", "Executable")
    file = only_file(read(repository))
    assert (file.base, file.head) == (Blob("100644", 2, b"1\n"), Blob("100755", 2, b"1\n"))


def test_a_file_that_became_a_symbolic_link(repository: GitRepository) -> None:
    (repository.path / "a.py").unlink()
    (repository.path / "a.py").symlink_to("keep.py")
    repository.commit({})
    file = only_file(read(repository))
    assert file.status.value == "modified"
    assert file.head == Blob("120000", len("keep.py"), None)


def test_a_submodule_has_no_content_and_its_parent_cannot_hide_it(repository: GitRepository) -> None:
    for commit in ("1" * 40, "2" * 40):
        repository.write({".gitmodules": '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tignore = all\n'})
        repository.git("add", ".gitmodules")
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")
        repository.git("commit", "--quiet", "-m", "Submodule")
    file = only_file(read(repository))
    assert (file.path, file.base, file.head) == ("sub", Blob("160000", 0, None), Blob("160000", 0, None))


def test_a_huge_file_is_not_read_and_its_size_is_known(repository: GitRepository) -> None:
    repository.commit({"big.py": b"x" * (MAX_BYTES + 1), "full.py": b"x" * MAX_BYTES})
    big, full = read(repository).files
    assert big.head == Blob("100644", MAX_BYTES + 1, None)
    assert full.head is not None
    assert full.head.data == b"x" * MAX_BYTES


def test_bytes_come_as_they_are_stored(repository: GitRepository) -> None:
    stored = b"\xef\xbb\xbfa = '\xff\x00'\r\n\r\n"
    repository.git("config", "core.autocrlf", "false")
    repository.commit({"odd.py": stored, ".gitattributes": "*.py text eol=crlf ident\n"})
    oid = repository.put("blob", stored)
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{oid},odd.py")
    repository.git("commit", "--quiet", "--amend", "-m", "Odd")
    head = next(file.head for file in read(repository).files if file.path == "odd.py")
    assert head is not None
    assert head.data == stored


def test_hundreds_of_files_come_in_the_order_of_their_paths(repository: GitRepository) -> None:
    repository.commit({f"many/{n:04}.py": f"{n}\n" * 300 for n in range(700)})
    material = read(repository)
    assert paths(material) == [f"many/{n:04}.py" for n in range(700)]
    assert all(file.head and file.head.data == f"{n}\n".encode() * 300 for n, file in enumerate(material.files))


def test_the_same_content_under_two_names_is_read_for_both(repository: GitRepository) -> None:
    repository.commit({"x.py": "same\n", "y.py": "same\n"})
    assert [file.head and file.head.data for file in read(repository).files] == [b"same\n", b"same\n"]


def test_more_files_than_can_be_read_are_counted_and_harmless_ones_go_first(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_FILES", 2)
    repository.commit({"a.png": "1", "b.md": "1", "y.py": "1", "z.sql": "1"})
    material = read(repository)
    assert paths(material) == ["y.py", "z.sql"]
    assert material.not_listed == "2 of 4 changed files were not read: too many."


def test_as_many_files_as_can_be_read_leave_nothing_to_say(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_FILES", 2)
    repository.commit({"a.png": "1", "z.sql": "1"})
    assert read(repository).not_listed == ""


def test_a_change_that_is_too_large_in_all_says_which_files_were_left_out(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_TOTAL_BYTES", 25)
    repository.commit({"a.png": "p" * 10, "y.py": "y" * 10, "z.sql": "z" * 10})
    found = _contents(read(repository))
    assert (found["y.py"].data, found["z.sql"].data) == (b"y" * 10, b"z" * 10)
    assert found["a.png"].data is None
    assert "this file was left out" in found["a.png"].missing


def _contents(material: Material) -> dict[str, Blob]:
    return {file.path: file.head for file in material.files if file.head is not None}
