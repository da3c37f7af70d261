"""Whether a merge that GitHub made holds anything that is not in one of its parents."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.signoff.bars import CommitPeople
from reviewer.github.answers import NotVisible
from reviewer.github.changed_files import COMPARE_CAP
from reviewer.github.client import Installation
from reviewer.github.names import repository_path


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _File(_Part):
    filename: str
    status: str
    sha: str | None = None


class _Comparison(_Part):
    files: list[_File] = []


async def clean_merges(api: Installation, key: PullRequestKey, merges: Iterable[CommitPeople]) -> frozenset[str]:
    """Those merges that bring exactly what the base branch had changed, file by file, and nothing else.

    A file that both sides changed makes a merge doubtful, however GitHub resolved it: then it counts as written.

    Raises:
        TryAgain, MissingPermission: as every request.
    """
    return frozenset([merge.sha for merge in merges if await _is_clean(api, key, merge)])


async def _is_clean(api: Installation, key: PullRequestKey, merge: CommitPeople) -> bool:
    branch, base = merge.merge_parents
    try:
        brought = await _changed(api, key, branch, merge.sha)
        expected = await _changed(api, key, branch, base)
    except NotVisible:
        return False
    return brought is not None and brought == expected


async def _changed(api: Installation, key: PullRequestKey, base: str, head: str) -> dict[str, tuple[str, str]] | None:
    """Path -> status and blob of what `head` changes since its merge base with `base`; None when that is cut off."""
    files = (await api.get(f"{repository_path(key)}/compare/{base}...{head}")).read(_Comparison).files
    if len(files) >= COMPARE_CAP:
        return None
    return {file.filename: (file.status, file.sha or "") for file in files}
