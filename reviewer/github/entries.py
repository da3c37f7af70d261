"""Files of a commit as GraphQL gives them, and whether that text is really the file."""

from __future__ import annotations

import hashlib

from checks.kit.files import MAX_BYTES
from reviewer.domain.material import REGULAR_MODES, SUBMODULE_MODE, Blob
from reviewer.github.graphql import Part

_SUBMODULE_TYPE = "commit"


class _Object(Part):
    """A blob; for anything else every field keeps its default."""

    byte_size: int | None = None
    is_binary: bool | None = None
    is_truncated: bool = False
    text: str | None = None


class Entry(Part):
    """One entry of a tree; GitHub gives git's mode as a decimal number."""

    mode: int
    oid: str
    type: str
    size: int = 0
    object: _Object | None = None

    @property
    def git_mode(self) -> str:
        """Six octal digits, as git writes it."""
        return SUBMODULE_MODE if self.type == _SUBMODULE_TYPE else f"{self.mode:06o}"

    @property
    def byte_size(self) -> int:
        """Bytes of the blob."""
        told = self.object.byte_size if self.object is not None else None
        return self.size if told is None else told

    @property
    def is_binary(self) -> bool:
        """Whether GitHub takes it for binary, and therefore shows no text."""
        return self.object is not None and bool(self.object.is_binary)

    def data(self) -> bytes | None:
        """The file's bytes, if the text is all of them: cut or converted text has another object id."""
        text = self.object.text if self.object is not None else None
        if text is None:
            return b"" if self.byte_size == 0 and self.type == "blob" else None
        data = text.encode("utf-8", "surrogatepass")
        return data if _blob_id(data, self.oid) == self.oid else None

    def blob(self, data: bytes | None, missing: str) -> Blob:
        """This side of a changed file; `missing` says why a file that could be read is not at hand."""
        mode = self.git_mode
        if mode not in REGULAR_MODES or self.byte_size > MAX_BYTES:
            return Blob(mode, 0 if mode == SUBMODULE_MODE else self.byte_size, None)
        return Blob(mode, self.byte_size, data, "" if data is not None else missing)

    @property
    def is_readable(self) -> bool:
        """Whether a review would read it: a regular file that is not too large."""
        return self.git_mode in REGULAR_MODES and self.byte_size <= MAX_BYTES


def _blob_id(data: bytes, like: str) -> str:
    """Git's name of these bytes, by the hash that `like` was made with."""
    header = b"blob %d\0" % len(data)
    algorithm = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(algorithm, header + data, usedforsecurity=False).hexdigest()
