"""Where the configuration of a local review comes from: the base, never the head."""

from pathlib import Path

import pytest

from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile
from tests.repositories import GitRepository, new_repository
from tests.reviewer.local.reading import read


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"a.py": "1\n"})
    return repository


@pytest.mark.parametrize("path", [".github/holdfast.yml", ".github/holdfast.yaml"])
def test_it_is_the_file_of_the_base(repository: GitRepository, path: str) -> None:
    repository.commit({path: "version: 1\n"})
    repository.commit({path: "mode: observe\n"})
    assert read(repository).config == ConfigFile(path, b"version: 1\n")


def test_a_file_that_the_change_itself_brings_does_not_count(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml": "mode: observe\n"})
    assert read(repository).config is None


def test_a_file_that_the_change_takes_away_still_counts(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml": "version: 1\n"})
    repository.commit({".github/holdfast.yml": None})
    assert read(repository).config is not None


def test_a_file_in_the_work_tree_alone_does_not_count(repository: GitRepository) -> None:
    repository.commit({"a.py": "2\n"})
    repository.write({".github/holdfast.yml": "mode: observe\n"})
    assert read(repository).config is None


def test_it_is_read_from_the_tip_of_what_was_named_as_base(repository: GitRepository) -> None:
    repository.git("switch", "--quiet", "-c", "feature")
    repository.commit({"b.py": "1\n"})
    repository.git("switch", "--quiet", "main")
    repository.commit({".github/holdfast.yml": "version: 1\n"})
    config = read(repository, "main", "feature").config
    assert config == ConfigFile(".github/holdfast.yml", b"version: 1\n")


def test_two_files_are_both_named(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml": "version: 1\n", ".github/holdfast.yaml": "version: 1\n"})
    repository.commit({"a.py": "2\n"})
    config = read(repository).config
    assert config is not None
    assert (config.path, config.also_at) == (".github/holdfast.yml", (".github/holdfast.yaml",))


def test_a_file_that_was_handed_over_stands_in(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml": "version: 1\n"})
    repository.commit({"a.py": "2\n"})
    own = ConfigFile("own.yml", b"mode: observe\n")
    assert read(repository, config=own).config == own


def test_a_symbolic_link_is_refused(repository: GitRepository) -> None:
    (repository.path / ".github").mkdir()
    (repository.path / ".github" / "holdfast.yml").symlink_to("../a.py")
    repository.commit({})
    repository.commit({"a.py": "2\n"})
    with pytest.raises(ConfigProblem, match=r"\.github/holdfast\.yml:0:0: it is not a regular file"):
        read(repository)


def test_a_folder_of_that_name_is_refused(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml/inner.txt": "1\n"})
    repository.commit({"a.py": "2\n"})
    with pytest.raises(ConfigProblem, match="not a regular file"):
        read(repository)


def test_a_huge_file_is_refused_unread(repository: GitRepository) -> None:
    repository.commit({".github/holdfast.yml": b"#" * 600_000})
    repository.commit({"a.py": "2\n"})
    with pytest.raises(ConfigProblem, match="it has 600000 bytes"):
        read(repository)
