"""Commit objects: who made them, from what, and what they wrote."""

from __future__ import annotations

import re

from msgspec import Struct

from reviewer.domain.errors import RepositoryProblem
from reviewer.domain.material import Commit
from reviewer.local.git import Place, run_git
from reviewer.local.objects import Objects

MOST_COMMITS = 250
"""As many as GitHub lists for a pull request."""

_PERSON = re.compile(rb"([^<]*?) ?<([^>]*)>.*")  # the first address counts, as git itself reads it


class ReadCommit(Struct, frozen=True):
    """A commit and its parents' ids, also those beyond the edge of a shallow clone."""

    commit: Commit
    parents: tuple[str, ...]


def read_commits(objects: Objects, oids: list[str]) -> tuple[ReadCommit, ...]:
    """The commits of these ids.

    Raises:
        RepositoryProblem: one is not there, or damaged.
    """
    read = zip(oids, objects.read(oids), strict=True)
    return tuple(_parse(oid, data) for oid, data in read)


def list_commits(place: Place, base: str, head: ReadCommit) -> list[str]:
    """Ids of the commits that `head` has and `base` has not, newest first, at most one more than MOST_COMMITS."""
    if head.parents == (base,):
        return [head.commit.sha]
    since = () if not head.parents else (f"^{base}",)
    printed = run_git("rev-list", f"--max-count={MOST_COMMITS + 1}", head.commit.sha, *since, "--", at=place)
    return printed.decode("ascii").split()


def _parse(oid: str, data: bytes | None) -> ReadCommit:
    if data is None:
        raise RepositoryProblem(f"the repository lacks the commit {oid}", hint="`git fsck` shows what is missing")
    head, _, message = data.partition(b"\n\n")
    # A header goes on in lines that start with a blank (signatures); none of those matters here.
    rows = [line.partition(b" ") for line in head.split(b"\n") if not line.startswith(b" ")]
    headers = {name: value for name, _, value in rows}
    encoding = headers.get(b"encoding", b"utf-8").decode("ascii", "replace")
    author, committer = headers.get(b"author", b""), headers.get(b"committer", b"")
    author_name, author_email = _person(author, encoding)
    committer_name, committer_email = _person(committer, encoding)
    commit = Commit(oid, author_name, author_email, committer_name, committer_email, _text(message, encoding))
    return ReadCommit(commit, tuple(value.decode("ascii", "replace") for name, _, value in rows if name == b"parent"))


def _person(header: bytes, encoding: str) -> tuple[str, str]:
    found = _PERSON.fullmatch(header)
    if found is None:
        return _text(header, encoding), ""
    return _text(found[1], encoding), _text(found[2], encoding)


def _text(data: bytes, encoding: str) -> str:
    """The text, whatever the commit says of its encoding: a wrong word there must not hide its author."""
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return data.decode("utf-8", "replace")
