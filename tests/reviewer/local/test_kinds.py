"""Repositories of every kind that git knows, and folders that are none."""

from pathlib import Path

import pytest

from reviewer.domain.errors import RepositoryProblem
from reviewer.local.git import Place, run_git
from reviewer.local.repository import find_repository
from tests.repositories import GitRepository, clone, git, new_repository
from tests.reviewer.local.reading import only_file, paths, read, read_staged


@pytest.fixture
def source(tmp_path: Path) -> GitRepository:
    """Three commits on `main`: a.py added, changed, b.py added."""
    repository = new_repository(tmp_path / "source")
    repository.commit({"a.py": "1\n"})
    repository.commit({"a.py": "2\n"})
    repository.commit({"b.py": "3\n"})
    return repository


def test_a_folder_inside_the_work_tree_stands_for_the_repository(source: GitRepository) -> None:
    source.commit({"deep/down/c.py": "1\n", "d.py": "1\n"})
    material = read(source.path / "deep" / "down")
    assert paths(material) == ["d.py", "deep/down/c.py"]
    assert material.revision.repository == "source"


def test_bare(source: GitRepository, tmp_path: Path) -> None:
    bare = clone(source, tmp_path / "shop.git", "--bare")
    material = read(bare)
    assert paths(material) == ["b.py"]
    assert material.revision.repository == "shop"


def test_alternates(source: GitRepository, tmp_path: Path) -> None:
    borrower = clone(source, tmp_path / "borrower", "--shared", "--no-local", "--reference", str(source.path))
    assert (borrower.path / ".git/objects/info/alternates").is_file()
    assert paths(read(borrower, "HEAD~1")) == ["b.py"]


def test_a_linked_work_tree_has_its_own_head(source: GitRepository, tmp_path: Path) -> None:
    source.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"), "HEAD~1")
    linked = GitRepository(tmp_path / "linked")
    linked.commit({"c.py": "1\n"})
    material = read(linked)
    assert paths(material) == ["c.py"]
    assert material.revision.repository == "source"
    linked.stage({"d.py": "1\n"})
    assert paths(read_staged(linked)) == ["d.py"]
    assert read_staged(source).files == ()


def test_the_work_tree_of_a_submodule(source: GitRepository, tmp_path: Path) -> None:
    outer = new_repository(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source.path.as_uri(), "inner")
    inner = outer.path / "inner"
    assert (inner / ".git").is_file()
    material = read(inner)
    assert paths(material) == ["b.py"]
    assert material.revision.repository == "inner"


def test_sha256(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "long", "--object-format=sha256")
    repository.commit({"deep/a.py": "1\n", ".github/holdfast.yml": "version: 1\n"})
    repository.commit({"deep/a.py": "2\n"})
    material = read(repository)
    file = only_file(material)
    assert (file.base and file.base.data, file.head and file.head.data) == (b"1\n", b"2\n")
    assert len(material.revision.head) == 64
    assert material.config is not None
    repository.stage({"b.py": "1\n"})
    assert read_staged(repository).revision.head == "0" * 64


def test_the_first_commit_in_sha256(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "long", "--object-format=sha256")
    repository.commit({"a.py": "1\n"})
    assert paths(read(repository)) == ["a.py"]


def test_detached_head(source: GitRepository) -> None:
    source.git("switch", "--quiet", "--detach", "HEAD~1")
    source.commit({"c.py": "1\n"})
    assert paths(read(source)) == ["c.py"]


def test_packed(source: GitRepository) -> None:
    source.git("gc", "--quiet")
    assert paths(read(source)) == ["b.py"]


def test_a_folder_of_another_owner(source: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(AssertionError, match="dubious ownership"):
        source.git("status")
    assert paths(read(source)) == ["b.py"]


@pytest.mark.parametrize("depth", [2, 3])
def test_a_shallow_clone_that_is_deep_enough(source: GitRepository, tmp_path: Path, depth: int) -> None:
    shallow = clone(source, tmp_path / "shallow", f"--depth={depth}")
    assert paths(read(shallow)) == ["b.py"]
    assert paths(read(shallow, "HEAD~1")) == ["b.py"]


def test_a_shallow_clone_that_ends_at_its_head_says_how_to_go_on(source: GitRepository, tmp_path: Path) -> None:
    shallow = clone(source, tmp_path / "shallow", "--depth=1")
    with pytest.raises(RepositoryProblem, match="the history of this shallow clone ends at") as problem:
        read(shallow)
    assert "git fetch --unshallow" in problem.value.hint


def test_a_shallow_clone_without_the_merge_base_says_how_to_go_on(source: GitRepository, tmp_path: Path) -> None:
    source.git("switch", "--quiet", "-c", "side", "HEAD~2")
    source.commit({"c.py": "1\n"})
    shallow = clone(source, tmp_path / "shallow", "--depth=1", "--no-single-branch")
    with pytest.raises(RepositoryProblem, match="no common ancestor in this shallow clone") as problem:
        read(shallow, "origin/main", "origin/side")
    assert "git fetch --unshallow" in problem.value.hint


def test_an_unknown_revision_in_a_shallow_clone_hints_at_the_missing_history(
    source: GitRepository, tmp_path: Path
) -> None:
    shallow = clone(source, tmp_path / "shallow", "--depth=1")
    with pytest.raises(RepositoryProblem, match="unknown revision 'HEAD~1'") as problem:
        read(shallow, "HEAD~1")
    assert "git fetch --unshallow" in problem.value.hint


def test_a_partial_clone_says_what_it_lacks_and_fetches_nothing(source: GitRepository, tmp_path: Path) -> None:
    source.commit({"a.py": "4\n", "new.py": "5\n"})
    partial = clone(source, tmp_path / "partial.git", "--bare", "--filter=blob:none")
    present = partial.git("cat-file", "--batch-all-objects", "--batch-check")
    material = read(partial)
    assert paths(material) == ["a.py", "new.py"]
    for file in material.files:
        for blob in filter(None, (file.base, file.head)):
            assert blob.data is None
            assert "is not in this clone" in blob.missing
    assert partial.git("cat-file", "--batch-all-objects", "--batch-check") == present


def test_a_partial_clone_with_a_work_tree_has_the_head_only(source: GitRepository, tmp_path: Path) -> None:
    partial = clone(source, tmp_path / "partial", "--filter=blob:none")
    file = only_file(read(partial, "HEAD~2", "HEAD~1"))
    assert file.base is not None
    assert file.base.missing
    assert file.head is not None
    assert file.head.data == b"2\n"


def test_a_rename_in_a_partial_clone_is_recognised_when_nothing_was_edited(
    source: GitRepository, tmp_path: Path
) -> None:
    source.commit({"long.py": "".join(f"line {n}\n" for n in range(50))})
    source.git("mv", "a.py", "moved.py")
    source.git("mv", "long.py", "longer.py")
    source.commit({"longer.py": "".join(f"line {n}\n" for n in range(51))})
    assert paths(read(source)) == ["longer.py", "moved.py"]
    partial = clone(source, tmp_path / "partial.git", "--bare", "--filter=blob:none")
    material = read(partial)
    assert [(file.path, file.status.value) for file in material.files] == [
        ("long.py", "removed"),
        ("longer.py", "added"),
        ("moved.py", "renamed"),
    ]
    assert "only renames without an edit" in material.revision.note


def test_a_clone_without_trees_is_refused_with_a_way_out(source: GitRepository, tmp_path: Path) -> None:
    treeless = clone(source, tmp_path / "treeless.git", "--bare", "--filter=tree:0")
    with pytest.raises(RepositoryProblem, match=r"cannot be compared: .*unable to read tree") as problem:
        read(treeless)
    assert "git fetch --refetch" in problem.value.hint


def test_an_empty_repository(tmp_path: Path) -> None:
    empty = new_repository(tmp_path / "empty")
    with pytest.raises(RepositoryProblem, match="empty has no commits yet") as problem:
        read(empty)
    assert "--staged" in problem.value.hint


def test_an_empty_bare_repository(tmp_path: Path) -> None:
    empty = new_repository(tmp_path / "empty.git", "--bare")
    with pytest.raises(RepositoryProblem, match="empty has no commits yet"):
        read(empty)


def test_head_on_a_branch_without_commits(source: GitRepository) -> None:
    source.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    with pytest.raises(RepositoryProblem, match="HEAD of source stands on a branch without commits") as problem:
        read(source)
    assert "--head" in problem.value.hint
    assert paths(read(source, "main~1", "main")) == ["b.py"]


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryProblem, match="is not a git repository, and lies in none") as problem:
        read(tmp_path)
    assert problem.value.hint == "name one with --repo"


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RepositoryProblem, match="nowhere does not exist"):
        read(tmp_path / "nowhere")


def test_a_file_is_no_repository(source: GitRepository) -> None:
    with pytest.raises(RepositoryProblem, match=r"a\.py is not a folder"):
        read(source.path / "a.py")


def test_a_repository_of_a_format_that_git_does_not_know(source: GitRepository) -> None:
    source.git("config", "core.repositoryFormatVersion", "1")
    source.git("config", "extensions.somethingNewer", "true")
    with pytest.raises(RepositoryProblem, match=r"source cannot be read: .*somethingnewer"):
        read(source)


def test_a_repository_whose_configuration_is_broken(source: GitRepository) -> None:
    (source.path / ".git" / "config").write_text("[core\n")
    with pytest.raises(RepositoryProblem, match=r"source cannot be read: .*bad config line 1"):
        read(source)


def test_a_machine_without_git(source: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepositoryProblem, match="git is not installed") as problem:
        read(source)
    assert "install git" in problem.value.hint


def test_git_variables_of_the_caller_change_nothing(
    source: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_repository(tmp_path / "other")
    other.commit({"x.py": "1\n"})
    expected = read(source)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(other.path / ".git"))
    assert read(source) == expected


def test_grafts_and_replaced_objects_do_not_show_another_history(source: GitRepository) -> None:
    expected = read(source)
    source.git("replace", "HEAD~1", "HEAD~2")
    source.git("replace", "HEAD:b.py", "HEAD:a.py")
    assert read(source) == expected


def test_the_words_of_git_are_kept(tmp_path: Path) -> None:
    with pytest.raises(RepositoryProblem, match="git nonsense: git: 'nonsense' is not a git command"):
        run_git("nonsense", at=Place(tmp_path))


def test_what_is_known_of_a_repository(source: GitRepository) -> None:
    found = find_repository(source.path)
    assert (found.name, found.bare, found.shallow, found.object_format) == ("source", False, False, "sha1")
    assert found.git_dir == found.common_dir == source.path / ".git"
    assert git(source.path, "cat-file", "-t", found.empty_tree) == "tree"
