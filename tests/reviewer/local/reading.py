"""Reads a change and lets go of git, for tests that look at the material alone."""

from __future__ import annotations

from pathlib import Path

from reviewer.domain.material import ChangedFile, ConfigFile, Material
from reviewer.local.change import Staged, read_change
from reviewer.local.choice import Between
from tests.repositories import GitRepository


def read(
    repository: GitRepository | Path,
    base: str | None = None,
    head: str | None = None,
    config: ConfigFile | None = None,
) -> Material:
    folder = repository if isinstance(repository, Path) else repository.path
    with read_change(folder, Between(base, head), config) as change:
        return change.material


def read_staged(repository: GitRepository | Path) -> Material:
    folder = repository if isinstance(repository, Path) else repository.path
    with read_change(folder, Staged()) as change:
        return change.material


def only_file(material: Material) -> ChangedFile:
    (file,) = material.files
    return file


def paths(material: Material) -> list[str]:
    return [file.path for file in material.files]
