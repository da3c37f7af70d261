"""Real git repositories for tests: made in a temporary folder, the same bytes each time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.empty_repositories import write_empty_repository

_ONE_MOMENT = {f"GIT_{role}_DATE": "2026-01-01T00:00:00Z" for role in ("AUTHOR", "COMMITTER")}

Files = Mapping[str, str | bytes | None]


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A repository in `path`; its commits are made at one moment by one person."""

    path: Path

    def git(self, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
        """What git prints, without the last line break."""
        return git(self.path, *arguments, stdin=stdin, variables=variables)

    def write(self, files: Files) -> None:
        """Writes files into the work tree; None removes one."""
        for name, content in files.items():
            file = self.path / os.fsdecode(name.encode("utf-8", "surrogateescape"))
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def stage(self, files: Files) -> None:
        """Writes files and puts the whole work tree into the index."""
        self.write(files)
        self.git("add", "--all")

    def commit(self, files: Files, message: str = "Change", **variables: str) -> str:
        """Writes files, commits everything, and returns the commit's id."""
        self.stage(files)
        self.git("commit", "--quiet", "--allow-empty", "-m", message, variables=variables)
        return self.git("rev-parse", "HEAD")

    def put(self, kind: str, data: bytes) -> str:
        """Id of a new object with exactly these bytes, however odd they are."""
        return self.git("hash-object", "-t", kind, "-w", "--literally", "--stdin", stdin=data)

    def object_file(self, oid: str) -> Path:
        """Where a loose object lies."""
        return self.path / ".git" / "objects" / oid[:2] / oid[2:]


def new_repository(path: Path, *options: str) -> GitRepository:
    """An empty repository with the branch `main`."""
    write_empty_repository(path, "--initial-branch=main", *options)
    return GitRepository(path)


def clone(source: GitRepository, path: Path, *options: str) -> GitRepository:
    """A clone over git's own protocol, as from a server."""
    source.git("config", "uploadpack.allowFilter", "true")
    git(source.path, "clone", "--quiet", *options, source.path.as_uri(), str(path))
    return GitRepository(path)


def git(folder: Path, *arguments: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
    """What git prints in that folder, without the last line break; fails loudly."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **_ONE_MOMENT, **(variables or {})},
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")
