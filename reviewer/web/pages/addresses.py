"""Addresses at GitHub for what a page names; foreign names are percent-encoded into them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from reviewer.domain.links import DOCS_URL
from reviewer.render.foreign import path_bytes

_SHA: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_DOCS: Final = re.compile(rf"{re.escape(DOCS_URL)}/[a-z0-9/_.-]+(#[\w-]+)?")


class Link(Struct, frozen=True):
    """Words, and where they lead; "" for nowhere."""

    words: str
    url: str = ""


class Site(Struct, frozen=True):
    """One repository at GitHub.

    Attributes:
        web_url: of GitHub, without a slash at the end.
    """

    repository: str
    web_url: str

    def home(self) -> Link:
        """The repository itself."""
        return Link(self.repository, f"{self.web_url}/{quote(self.repository)}")

    def pull_request(self, number: int) -> Link:
        """The pull request itself."""
        return Link(f"{self.repository}#{number}", self._at("pull", str(number)))

    def commit(self, sha: str) -> Link:
        """A commit, by the seven digits that people read."""
        return Link(sha[:7], self._at("commit", sha) if _SHA.fullmatch(sha) else "")

    def line(self, words: str, sha: str, path: str, line: int) -> Link:
        """One line of a file as it is at a commit."""
        where = f"{quote(path_bytes(path))}#L{line}"
        return Link(words, self._at("blob", sha, where) if _SHA.fullmatch(sha) else "")

    def _at(self, *parts: str) -> str:
        return "/".join([f"{self.web_url}/{quote(self.repository)}", *parts])


def docs_link(words: str, url: str) -> Link:
    """A page of ours; an address that is none of ours stays words."""
    return Link(words, url if _DOCS.fullmatch(url) else "")
