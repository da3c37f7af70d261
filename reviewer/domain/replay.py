"""What Holdfast would have said of changes that were merged already, and which of them were taken back later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from checks.kit import Action
from reviewer.domain.report import Report, Verdict, unseen
from reviewer.domain.reverting import reverted_commits, reverted_numbers

_NUMBER = re.compile(r"^(?:Merge pull request #(\d{1,9})\b|.*\(#(\d{1,9})\)\s*$)")


class MergedChange(Struct, frozen=True):
    """One commit of a branch's first-parent history.

    Attributes:
        base: its first parent.
        day: when it was committed, as YYYY-MM-DD.
    """

    sha: str
    base: str
    day: str
    message: str

    @property
    def subject(self) -> str:
        """The first line of the message, or that of the merged pull request."""
        lines = [line.strip() for line in self.message.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].startswith("Merge pull request #"):
            return f"{lines[1]} (#{self.number})"
        return lines[0] if lines else ""

    @property
    def number(self) -> int | None:
        """Of the pull request, where the message tells it."""
        found = _NUMBER.match(self.message.splitlines()[0]) if self.message else None
        return None if found is None else int(found[1] or found[2])


@dataclass(frozen=True, slots=True)
class Said:
    """One finding that would have been shown."""

    check: str
    action: Action
    inline: bool
    path: str
    line: int
    title: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one change.

    Attributes:
        verdict: None where the review could not be made; `problem` says why.
        to_sign: areas that would have waited for a person.
        agent: whose traces the change carries.
        not_seen: files that could hide a boundary and were not looked at, as (path, reason).
    """

    sha: str
    verdict: Verdict | None
    complete: bool
    to_sign: tuple[str, ...]
    said: tuple[Said, ...]
    agent: str | None
    problem: str = ""
    not_seen: tuple[tuple[str, str], ...] = ()

    @property
    def held(self) -> bool:
        """Whether the merge would have been held."""
        return self.verdict in {"failure", "action_required"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: never a bare percentage."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The replay in numbers.

    Attributes:
        held: changes whose merge would have been held.
        reverted_held: of the changes that were reverted later.
        by_check: findings above a note, loudest check first.
    """

    held: Share
    inline: Share
    silent: Share
    not_reviewed: int
    reverted_held: Share
    by_check: tuple[tuple[str, int], ...]


def replayed(sha: str, report: Report) -> Replayed:
    """What is kept of a report."""
    said = tuple(
        Said(it.check, it.action, it.inline, it.path, it.start_line, it.title)
        for it in report.findings
        if it.suppressed is None
    )
    waiting = tuple(it.area.value for it in report.boundaries if it.required_signoffs > 0)
    not_seen = tuple((it.path, it.skipped or "") for it in unseen(report))
    return Replayed(sha, report.verdict, report.complete, waiting, said, report.authorship.agent, not_seen=not_seen)


def reverts(changes: Sequence[MergedChange]) -> Mapping[str, str]:
    """SHA of a change -> SHA of the one that took it back, by what git and GitHub write into its message."""
    by_number = {change.number: change.sha for change in changes if change.number is not None}
    found: dict[str, str] = {}
    for change in changes:
        for start in reverted_commits(change.message):
            found |= {it.sha: change.sha for it in changes if it.sha.startswith(start) and it.sha != change.sha}
        for number in reverted_numbers(change.message):
            if number in by_number and by_number[number] != change.sha:
                found[by_number[number]] = change.sha
    return found


def totals(results: Iterable[Replayed], reverted: Mapping[str, str]) -> Totals:
    """Counts over what could be reviewed."""
    every = tuple(results)
    done = [it for it in every if it.verdict is not None]
    loud = [[said for said in it.said if said.action is not Action.NOTE] for it in done]
    counted = Counter(said.check for said_of_one in loud for said in said_of_one)
    back = [it for it in done if it.sha in reverted]
    return Totals(
        held=Share(sum(it.held for it in done), len(done)),
        inline=Share(sum(any(said.inline for said in it.said) for it in done), len(done)),
        silent=Share(sum(not it.held and not said for it, said in zip(done, loud, strict=True)), len(done)),
        not_reviewed=len(every) - len(done),
        reverted_held=Share(sum(it.held for it in back), len(back)),
        by_check=tuple(sorted(counted.items(), key=lambda row: (-row[1], row[0]))),
    )
