"""What becomes of a merge group: each of its pull requests judged by what was signed there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from reviewer.domain.material import Material
from reviewer.domain.publication import Conclusion
from reviewer.domain.report import Report
from reviewer.domain.signoff.state import AreaState, Signing
from reviewer.domain.signoff.surroundings import Surroundings


class GroupMember(Struct, frozen=True):
    """One pull request of a group: the commits of the queue between which its changes lie."""

    number: int
    base_sha: str
    head_sha: str


class MemberMaterial(Struct, frozen=True):
    """What is read of one member.

    Attributes:
        material: its change between the commits of the queue.
        around: the pull request itself, whose head is what people signed.
    """

    material: Material
    around: Surroundings


class JudgedMember(Struct, frozen=True):
    """One member after its review; `signing` is settled with the records of its pull request."""

    number: int
    report: Report
    signing: Signing


def conclusion_of(members: Sequence[JudgedMember]) -> Conclusion:
    """The worst of the members: a queue has nobody who could act, so what would ask for action fails."""
    verdicts = {member.report.verdict for member in members}
    if verdicts & {"failure", "action_required"} or not members:
        return "failure"
    return "neutral" if "neutral" in verdicts else "success"


def why_open(state: AreaState) -> str:
    """Why a boundary of the group is not signed, in words: what differs from what was signed, else that none was."""
    void = [one for one in state.states if one.became == "void"]
    if void:
        last = void[-1]
        return f"is not what {last.given.signer.account.login} signed: {last.cause}"
    return "has fewer sign-offs than it needs" if any(one.counts for one in state.states) else "was not signed"


def entries_between(entries: Sequence[GroupMember], base_sha: str, head_sha: str) -> tuple[GroupMember, ...]:
    """The entries of a queue that lead from one commit to the other, first to last; none if they do not."""
    by_head = {entry.head_sha: entry for entry in entries}
    found: list[GroupMember] = []
    at = head_sha
    while at != base_sha:
        entry = by_head.pop(at, None)
        if entry is None:
            return ()
        found.append(entry)
        at = entry.base_sha
    return tuple(reversed(found))
