"""The objects of a repository, through two git processes that live as long as the review."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from itertools import islice

from msgspec import Struct

from reviewer.domain.errors import RepositoryProblem
from reviewer.local.cat_file import CatFile
from reviewer.local.git import Place

_FOUND = re.compile(rb"([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)\n")
_AT_ONCE = 200
"""Questions written before their answers are read: far fewer bytes than a pipe holds, so that neither end waits."""


class ObjectInfo(Struct, frozen=True):
    """Id, kind ("blob", "tree", "commit", "tag") and size in bytes of one object."""

    oid: str
    kind: str
    size: int


class Objects:
    """Looks objects up and reads them."""

    def __init__(self, check: CatFile, batch: CatFile) -> None:
        """Made by `open_objects`."""
        self._check, self._batch = check, batch

    def look_up(self, names: Iterable[str]) -> list[ObjectInfo | None]:
        """What each name (an id, perhaps with "^{commit}" or the like) stands for, in order; None: nothing here.

        Raises:
            RepositoryProblem: git broke off, as at a damaged object.
        """
        found: list[ObjectInfo | None] = []
        names = iter(names)
        while some := list(islice(names, _AT_ONCE)):
            self._check.ask(some)
            found += [_info(self._check.line()) for _ in some]
        return found

    def read(self, oids: Iterable[str]) -> list[bytes | None]:
        """The bytes of each object, in order; None where the repository lacks it.

        Nothing is bounded here: look the sizes up first.

        Raises:
            RepositoryProblem: git broke off, as at a damaged object.
        """
        found: list[bytes | None] = []
        oids = iter(oids)
        while some := list(islice(oids, _AT_ONCE)):
            self._batch.ask(some)
            found += [self._next() for _ in some]
        return found

    def read_one(self, oid: str) -> bytes:
        """The bytes of one object that has to be there.

        Raises:
            RepositoryProblem: it is not, or is damaged.
        """
        (data,) = self.read((oid,))
        if data is None:
            hint = "`git fsck` shows what is missing; a partial clone gets it with `git fetch --refetch`"
            raise RepositoryProblem(f"the repository lacks the object {oid}", hint=hint)
        return data

    def _next(self) -> bytes | None:
        info = _info(self._batch.line())
        return None if info is None else self._batch.bytes(info.size)


@contextmanager
def open_objects(place: Place) -> Generator[Objects]:
    """The objects seen from `place`; the processes start when first asked and end with the block."""
    with CatFile(place, "--batch-check") as check, CatFile(place, "--batch") as batch:
        yield Objects(check, batch)


def _info(line: bytes) -> ObjectInfo | None:
    """The answer's head; every other answer is "<what was asked> missing" or "… ambiguous"."""
    found = _FOUND.fullmatch(line)
    return None if found is None else ObjectInfo(found[1].decode(), found[2].decode(), int(found[3]))
