"""What a review reads: a revision, the bytes of its changed files, and who wrote it.

Adapters (git, GitHub) make a `Material`; from here on a review needs nothing of the outside.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from checks.kit import Status
from reviewer.domain.analysis import WantedFile

REGULAR_MODES = frozenset({"100644", "100755", "100664"})
SYMLINK_MODE = "120000"
SUBMODULE_MODE = "160000"


class Revision(Struct, frozen=True):
    """The range under review.

    Attributes:
        repository: "owner/name" on GitHub, the folder's name for a local one.
        base: SHA of the merge base, where the diff starts.
        head: SHA of the head commit.
        base_tip: SHA whose configuration counts: tip of the base branch, or `base` itself.
        note: how the range came about, where the caller did not name it; shown to the user.
    """

    repository: str
    base: str
    head: str
    base_tip: str
    note: str = ""


class Blob(Struct, frozen=True):
    """One side of one changed file.

    Attributes:
        mode: git's file mode, six octal digits.
        size: bytes; for a submodule 0.
        data: None when it is not at hand: not a regular file, larger than `checks.kit.files.MAX_BYTES`,
            or absent for the reason in `missing`.
        missing: why a regular file of readable size is not at hand; else empty.
    """

    mode: str
    size: int
    data: bytes | None
    missing: str = ""


class ChangedFile(Struct, frozen=True):
    """One path of the diff; `base` is None for an added, `head` for a removed file."""

    path: str
    previous_path: str | None
    status: Status
    base: Blob | None
    head: Blob | None


class Commit(Struct, frozen=True):
    """Who made one commit of the range and what they wrote about it."""

    sha: str
    author_name: str
    author_email: str
    committer_name: str
    committer_email: str
    message: str


class PullRequest(Struct, frozen=True):
    """What GitHub knows beyond git; None everywhere in a local review."""

    number: int
    title: str
    body: str
    author: str
    author_is_bot: bool
    head_branch: str
    base_branch: str
    draft: bool


class ConfigFile(Struct, frozen=True):
    """The repository's configuration as it stands at base.

    Attributes:
        also_at: further paths that hold one, which makes it unclear which counts.
    """

    path: str
    data: bytes
    also_at: tuple[str, ...] = ()


class Material(Struct, frozen=True):
    """Everything that was read for one review.

    Attributes:
        default_config: the organisation's, which stands under the repository's own.
        not_listed: why the list of files is shorter than the diff (GitHub stops at 3,000); else "".
        around: what was read ahead of files outside the change; a local review reads its trees directly.
    """

    revision: Revision
    files: tuple[ChangedFile, ...]
    config: ConfigFile | None
    commits: tuple[Commit, ...]
    pull_request: PullRequest | None = None
    not_listed: str = ""
    default_config: ConfigFile | None = None
    around: Mapping[WantedFile, bytes | None] = field(default_factory=dict[WantedFile, "bytes | None"])
