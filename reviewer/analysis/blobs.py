"""The text of one side of one file, and a private folder in which other programs may read it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from checks.kit import Source
from checks.kit.files import LANGUAGES, language


class Blob(Struct, frozen=True):
    """One side of one file.

    Attributes:
        path: its path in the repository; it is never used as a path of this machine.
        text: without byte order mark, one line feed after each line.
        data: `text` in UTF-8.
        digest: SHA-256 of `data`, hexadecimal.
        language: name of `checks.kit.files`, "" for none.
        file_name: its name in a folder of `folder_of`: a hash and an ending out of our own table.
    """

    path: str
    text: str
    data: bytes
    digest: str
    language: str
    file_name: str

    def __hash__(self) -> int:
        """Hash by the digest, which is at hand."""
        return hash(self.file_name)

    def respelled(self, text: str) -> Blob:
        """Return the same file with another text."""
        data = text.encode("utf-8", "replace")
        digest = sha256(data).hexdigest()
        name = sha256(f"{self.file_name}\0{digest}".encode()).hexdigest()[:40]
        return replace(self, text=text, data=data, digest=digest, file_name=name + self.file_name[40:])


def blob_of(source: Source) -> Blob:
    """Read the text of a source; raises Undecodable as it does."""
    text = source.text
    data = text.encode("utf-8", "replace")  # some encodings can spell what UTF-8 cannot
    suffix = PurePosixPath(source.path).suffix.lower()
    digest = sha256(data).hexdigest()
    name = sha256(f"{source.path}\0{digest}".encode("utf-8", "surrogatepass")).hexdigest()[:40]
    file_name = name + (suffix if suffix in LANGUAGES else "")
    return Blob(source.path, text, data, digest, language(source.path) or "", file_name)


@contextmanager
def folder_of(blobs: Iterable[Blob]) -> Generator[Path]:
    """Yield a fresh folder, closed to others, with each blob as a regular file; it is always removed."""
    with TemporaryDirectory(prefix="holdfast-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for blob in blobs:
            (folder / blob.file_name).write_bytes(blob.data)
        yield folder
