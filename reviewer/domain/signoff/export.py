"""A sign-off with everything that is known of it, for those who keep records elsewhere."""

from __future__ import annotations

from msgspec import Struct

from reviewer.domain.signoff.records import SignOffGiven, SignOffWithdrawn


class ExportedSignOff(Struct, frozen=True):
    """One sign-off of one pull request, and its end if it was withdrawn.

    Attributes:
        repository: "owner/name" as it was called then.
        base_sha: where the diff that was shown began.
        findings: what the person was shown of the boundary: the findings' fingerprints.
    """

    repository: str
    number: int
    base_sha: str
    given: SignOffGiven
    withdrawn: SignOffWithdrawn | None
    findings: tuple[str, ...]
