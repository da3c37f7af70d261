"""The stream that `git fast-import` reads: one commit with its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1

_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a commit: its git mode in octal, and its bytes (for a submodule: the commit id)."""

    mode: str
    data: bytes


def symlink(target: str) -> Entry:
    return Entry("120000", target.encode())


def submodule(commit: str) -> Entry:
    return Entry(_SUBMODULE, commit.encode())


def executable(data: bytes) -> Entry:
    return Entry("100755", data)


Files = Mapping[str, "bytes | Entry | None"]
"""What a commit changes: new content by path; None deletes."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands in a commit: name and address are free text, as in git."""

    name: str
    email: str

    def at(self, seconds: int) -> bytes:
        return f"{self.name} <{self.email}> {seconds} +0000".encode()


def commit_stream(
    branch: str,
    files: Files,
    *,
    message: str,
    author: bytes,
    committer: bytes,
    parents: tuple[str, ...],
    unborn: bool,
) -> bytes:
    """One commit on the branch; `unborn` starts it anew, without the parent it has."""
    stream = [
        *((b"reset refs/heads/" + branch.encode(),) if unborn else ()),
        b"commit refs/heads/" + branch.encode(),
        b"mark :1",
        b"author " + author,
        b"committer " + committer,
        _data(message.encode()),
        *((b"from " if n == 0 else b"merge ") + parent.encode() for n, parent in enumerate(parents)),
        *(_change(path, file) for path, file in files.items()),
        b"",
        b"get-mark :1",  # prints the new commit's id
        b"",
    ]
    return b"\n".join(stream)


def blob_ids(files: Files) -> Iterator[str]:
    """What git calls the contents that a commit brings."""
    for file in files.values():
        data = file.data if isinstance(file, Entry) else file
        if data is not None and not (isinstance(file, Entry) and file.mode == _SUBMODULE):
            yield sha1(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()


def _data(content: bytes) -> bytes:
    return b"data %d\n%s" % (len(content), content)


def _change(path: str, file: bytes | Entry | None) -> bytes:
    quoted = b'"' + path.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    quoted = quoted.replace(b"\n", b"\\n")
    if file is None:
        return b"D " + quoted
    entry = file if isinstance(file, Entry) else Entry("100644", file)
    if entry.mode == "160000":
        return b"M 160000 " + entry.data + b" " + quoted
    return b"M " + entry.mode.encode() + b" inline " + quoted + b"\n" + _data(entry.data)
