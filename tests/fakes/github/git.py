"""Real bare repositories on disk, written with `git fast-import`, read with `git cat-file`."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from threading import Lock
from typing import IO, Literal

from tests.empty_repositories import write_empty_repository
from tests.fakes.github.by_ids import by_ids
from tests.fakes.github.fast_import import Files, Signature, blob_ids, commit_stream

_EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z: the same commits have the same ids in every run
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C.UTF-8",
}


_ID_LENGTH = 40
_ID = re.compile(r"[0-9a-f]{40}\Z")
_BY_ID = re.compile(r"[0-9a-f]{40}(?:\^\{(?:commit|tree)\}|:.*)\Z")
_BRANCH = re.compile(r"refs/heads/.+\Z")
_PLAIN_REF = re.compile(r"refs/(?:heads|tags|pull)/(?:\w[\w-]*/)*\w[\w-]*\Z", re.ASCII)


class GitStore:
    """One bare repository. Safe to use from the server's thread and the test's at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._names = CatFile(path, "--batch-check")
        self._contents = CatFile(path, "--batch")
        self._commits = 0
        self._refs: dict[str, str] = {}  # as written
        self._alone = True  # all that was written was written through `commit` and `set_ref`
        self._held: set[str] = set()  # ids that this repository has answered to
        write_empty_repository(path, "--bare", "--initial-branch=main")

    def _git(self, *args: str, given: bytes = b"") -> bytes:
        done = subprocess.run(
            ["git", *args],
            cwd=self.path,
            input=given,
            env=_ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise GitFailed(f"git {args[0]}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def text(self, *args: str) -> str:
        return self._git(*args).decode("utf-8", "replace").strip()

    def run(self, *args: str, given: bytes = b"") -> bytes:
        self._alone = self._alone and not given  # what is given is written
        return self._git(*args, given=given)

    def commit(
        self,
        branch: str,
        files: Files,
        *,
        message: str,
        author: Signature,
        committer: Signature | None = None,
        parents: tuple[str, ...] | None = None,
    ) -> str:
        """Adds a commit to the branch (its tip is the parent unless parents are given); its id."""
        tip = self.find(f"refs/heads/{branch}")
        parents = parents if parents is not None else ((tip,) if tip else ())
        self._commits += 1
        seconds = _EPOCH + 60 * self._commits
        stream = commit_stream(
            branch,
            files,
            message=message,
            author=author.at(seconds),
            committer=(committer or author).at(seconds),
            parents=parents,
            unborn=not parents and tip is not None,
        )
        made = self._git("fast-import", "--quiet", "--force", given=stream).decode().strip()
        self._refs[f"refs/heads/{branch}"] = made
        self._held.update((made, *blob_ids(files)))
        return made

    def holds(self, revision: str) -> bool:
        """Whether this starts with the full id of an object that is known to be here."""
        return revision[:_ID_LENGTH] in self._held

    def find(self, revision: str) -> str | None:
        """The object id, or None when nothing has this name."""
        if revision in self._refs:
            return self._refs[revision]
        if _ID.match(revision):
            return revision
        if self._alone and _BRANCH.match(revision):
            return None  # all branches stand above
        if "\n" in revision:
            return self._by_itself(revision)
        oid = _led_to(self, revision) if _BY_ID.match(revision) else self.name(revision)
        if oid is not None:
            self._held.add(oid)
        return oid

    def name(self, revision: str) -> str | None:
        """The object id that git itself finds under this name; one line."""
        return self._names.ask(revision)

    def _by_itself(self, revision: str) -> str | None:
        """The object id of a name that the long-lived process would take for two."""
        try:
            return self.text("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
        except GitFailed:
            return None

    def resolve(self, revision: str) -> str:
        found = self.find(revision)
        if found is None:
            raise GitFailed(f"no such revision: {revision}")
        return found

    def set_ref(self, ref: str, commit: str) -> None:
        if _PLAIN_REF.match(ref) and self.holds(commit):
            file = self.path / ref  # as git writes it, without a process for each
            file.parent.mkdir(parents=True, exist_ok=True)
            new = file.with_name(f"{file.name}.lock")
            new.write_text(f"{commit}\n", encoding="ascii")
            new.replace(file)
        else:
            self._git("update-ref", ref, commit)
        self._refs[ref] = commit

    def take(self, other: GitStore, ref: str, into: str) -> None:
        """Fetches one ref of a fork, as the network of a repository shares its objects."""
        self._git("fetch", "-q", str(other.path), f"+{ref}:{into}")
        self._refs.clear()
        self._alone = False

    def object(self, oid: str) -> tuple[str, bytes] | None:
        """Type and content of one object."""
        return _content(self, oid)

    def read(self, oid: str) -> tuple[str, bytes] | None:
        """The same, from git itself."""
        found = self._contents.read(oid)
        if found is not None:
            self._held.add(oid)
        return found

    def close(self) -> None:
        self._names.close()
        self._contents.close()


class CatFile:
    """One long-lived `git cat-file`, begun when first asked."""

    def __init__(self, path: Path, mode: Literal["--batch", "--batch-check"]) -> None:
        self._path = path
        self._mode = mode
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, revision: str) -> str | None:
        """The object id that a revision leads to; for `--batch-check`."""
        with self._lock:
            answer = self._asked(revision).readline().split()
        return None if answer[-1:] in ([b"missing"], [b"ambiguous"]) else answer[0].decode()

    def read(self, oid: str) -> tuple[str, bytes] | None:
        """Type and content of an object; for `--batch`."""
        with self._lock:
            answer = self._asked(oid)
            header = answer.readline().split()
            if header[-1:] in ([b"missing"], [b"ambiguous"]):
                return None
            data = answer.read(int(header[2]))
            answer.read(1)
            return header[1].decode(), data

    def _asked(self, revision: str) -> IO[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                ["git", "cat-file", self._mode],
                cwd=self._path,
                env=_ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        assert pipe_in is not None
        assert pipe_out is not None
        pipe_in.write(revision.encode() + b"\n")
        pipe_in.flush()
        return pipe_out

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


@by_ids
def _led_to(store: GitStore, revision: str) -> str | None:
    return store.name(revision)


@by_ids
def _content(store: GitStore, oid: str) -> tuple[str, bytes] | None:
    return store.read(oid)


class GitFailed(Exception):
    """A git command ended with an error."""
