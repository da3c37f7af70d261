"""Which range is reviewed: the one that was named, or the one that Holdfast chooses and says."""

from pathlib import Path

import pytest

from reviewer.domain.errors import RepositoryProblem
from tests.repositories import GitRepository, clone, new_repository
from tests.reviewer.local.reading import paths, read


@pytest.fixture
def forked(tmp_path: Path) -> GitRepository:
    """`feature` left `main` at the first commit; both went on."""
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n"})
    repository.git("switch", "--quiet", "-c", "feature")
    repository.commit({"b.py": "2\n"})
    repository.git("switch", "--quiet", "main")
    repository.commit({"c.py": "3\n"})
    repository.git("switch", "--quiet", "feature")
    return repository


def test_the_diff_starts_at_the_merge_base_of_what_was_named(forked: GitRepository) -> None:
    material = read(forked, "main", "feature")
    assert paths(material) == ["b.py"]
    assert material.revision.base == forked.git("rev-parse", "main~1")
    assert material.revision.head == forked.git("rev-parse", "feature")
    assert material.revision.base_tip == forked.git("rev-parse", "main")
    assert material.revision.repository == "shop"
    assert material.revision.note == ""


def test_without_a_base_it_is_the_merge_base_with_the_default_branch(forked: GitRepository) -> None:
    material = read(forked)
    assert paths(material) == ["b.py"]
    assert material.revision.note == f"Base: the merge base with main, {forked.git('rev-parse', 'main~1')[:10]}."


def test_the_remotes_default_branch_wins_over_local_names(forked: GitRepository, tmp_path: Path) -> None:
    forked.git("branch", "-m", "main", "trunk")
    forked.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    copy = clone(forked, tmp_path / "copy")
    copy.git("branch", "main", "origin/feature")
    copy.git("switch", "--quiet", "-c", "mine", "origin/feature")
    assert "the merge base with origin/trunk" in read(copy).revision.note


def test_a_remote_of_another_name_is_asked_before_local_names(forked: GitRepository, tmp_path: Path) -> None:
    forked.git("switch", "--quiet", "main")
    copy = clone(forked, tmp_path / "copy", "--origin", "company")
    copy.git("switch", "--quiet", "-c", "mine", "company/feature")
    copy.git("branch", "--quiet", "-D", "main")
    assert "the merge base with company/main" in read(copy).revision.note


def test_a_remote_without_head_is_known_by_its_usual_branch(forked: GitRepository, tmp_path: Path) -> None:
    copy = clone(forked, tmp_path / "copy", "--branch", "main")
    copy.git("remote", "set-head", "origin", "--delete")
    copy.git("switch", "--quiet", "-c", "mine", "origin/feature")
    assert "the merge base with origin/main" in read(copy).revision.note


def test_the_users_own_name_for_new_branches_is_tried_last(
    forked: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked.git("branch", "-m", "main", "trunk")
    own = tmp_path / "gitconfig"
    own.write_text("[init]\n\tdefaultBranch = trunk\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    assert "the merge base with trunk" in read(forked).revision.note


def test_a_pattern_as_the_users_branch_name_matches_nothing(
    forked: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked.git("branch", "-m", "main", "trunk")
    own = tmp_path / "gitconfig"
    own.write_text("[init]\n\tdefaultBranch = t*\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    assert "No default branch was found" in read(forked).revision.note


def test_on_the_default_branch_the_last_change_is_reviewed_and_said(forked: GitRepository) -> None:
    forked.git("switch", "--quiet", "main")
    material = read(forked)
    assert paths(material) == ["c.py"]
    base, head = forked.git("rev-parse", "main~1"), forked.git("rev-parse", "main")
    assert (
        material.revision.note
        == f"HEAD is the tip of the default branch main: its last change, {base[:10]}..{head[:10]}, is reviewed."
    )
    assert material.revision.base_tip == base


def test_on_the_default_branch_the_last_merge_shows_all_it_brought_in(forked: GitRepository) -> None:
    forked.git("switch", "--quiet", "main")
    forked.git("merge", "--quiet", "--no-edit", "feature")
    material = read(forked)
    assert paths(material) == ["b.py"]
    assert "its last merge" in material.revision.note
    assert len(material.commits) == 2


def test_a_merged_branch_has_its_last_change_reviewed(forked: GitRepository) -> None:
    forked.git("switch", "--quiet", "main")
    forked.git("merge", "--quiet", "--no-edit", "feature")
    forked.git("switch", "--quiet", "feature")
    material = read(forked)
    assert paths(material) == ["b.py"]
    assert material.revision.note.startswith("HEAD is part of the default branch main: its last change")


def test_work_not_yet_pushed_on_the_default_branch_is_the_range(tmp_path: Path) -> None:
    source = new_repository(tmp_path / "source")
    source.commit({"a.py": "1\n"})
    copy = clone(source, tmp_path / "copy")
    copy.commit({"b.py": "2\n"})
    copy.commit({"c.py": "3\n"})
    assert paths(read(copy)) == ["b.py", "c.py"]


def test_the_first_commit_is_reviewed_against_the_empty_tree(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "new")
    repository.commit({"a.py": "1\n"})
    material = read(repository)
    assert paths(material) == ["a.py"]
    assert material.revision.base == repository.git("hash-object", "-t", "tree", "--stdin")
    assert "its first commit" in material.revision.note
    assert len(material.commits) == 1


def test_no_default_branch_is_said(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "odd", "-b", "odd")
    repository.commit({"a.py": "1\n"})
    repository.commit({"a.py": "2\n"})
    note = read(repository).revision.note
    assert note.startswith("No default branch was found (origin/HEAD, main, master, init.defaultBranch): its last")


def test_an_empty_range_that_was_named_stays_empty_and_is_said(forked: GitRepository) -> None:
    material = read(forked, "feature", "feature")
    assert material.files == ()
    assert material.commits == ()
    assert material.revision.note == "Nothing to review: feature already holds feature."


def test_a_head_behind_its_base_is_an_empty_range(forked: GitRepository) -> None:
    material = read(forked, "feature", "feature~1")
    assert material.files == ()
    assert "already holds feature~1" in material.revision.note


def test_an_annotated_tag_names_its_commit(forked: GitRepository) -> None:
    forked.git("tag", "-a", "-m", "one", "v1", "main~1")
    forked.git("tag", "-a", "-m", "two", "v2", "v1")
    tagged = read(forked, "v2", "feature").revision
    assert tagged.base == forked.git("rev-parse", "main~1")
    assert read(forked, forked.git("rev-parse", "v2"), "feature").revision == tagged


@pytest.mark.parametrize("name", ["feature", "HEAD", "@", "feature^0", ":/Change", "HEAD@{0}", "refs/heads/feature"])
def test_any_name_that_git_knows_will_do(forked: GitRepository, name: str) -> None:
    assert read(forked, "main", name).revision.head == forked.git("rev-parse", "feature")


def test_a_short_id_will_do(forked: GitRepository) -> None:
    assert read(forked, forked.git("rev-parse", "--short", "main"), None).revision.note == ""


@pytest.mark.parametrize(
    "name",
    [
        "nowhere",
        "",
        "-x",
        "--help",
        "--git-dir=.",
        "main..feature",
        "^main",
        "main\nfeature",
        "ma\0in",
        "ä\udcff",
        "0" * 40,
    ],
)
def test_what_names_no_commit_is_said_with_its_name(forked: GitRepository, name: str) -> None:
    with pytest.raises(RepositoryProblem) as problem:
        read(forked, name)
    assert repr(name) in problem.value.message
    assert problem.value.hint


def test_a_branch_that_only_the_remote_has_is_offered(forked: GitRepository, tmp_path: Path) -> None:
    copy = clone(forked, tmp_path / "copy", "--branch", "feature")
    with pytest.raises(RepositoryProblem) as problem:
        read(copy, "main")
    assert problem.value.hint == "did you mean origin/main?"


def test_a_blob_is_no_commit(forked: GitRepository) -> None:
    with pytest.raises(RepositoryProblem, match=r"'main:a\.py' is a blob, not a commit"):
        read(forked, "main:a.py")


def test_histories_without_a_common_ancestor_are_refused(forked: GitRepository) -> None:
    forked.git("switch", "--quiet", "--orphan", "other")
    forked.commit({"x.py": "1\n"})
    with pytest.raises(RepositoryProblem, match="have no common ancestor") as problem:
        read(forked, "main", "other")
    assert "unshallow" not in problem.value.hint
