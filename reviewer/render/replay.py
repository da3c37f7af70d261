"""A replay for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from checks.kit import Action
from reviewer.domain.replay import MergedChange, Replayed, Share, Totals
from reviewer.render.foreign import one_line, sentence
from reviewer.render.json_text import json_text

_MOST_CHECKS = 15
_MOST_FILES = 3
_SUBJECT = 60


def replay_text(
    branch: str,
    changes: Sequence[MergedChange],
    results: Mapping[str, Replayed],
    reverted: Mapping[str, str],
    numbers: Totals,
) -> str:
    """The numbers, each change that would have been held or was reverted, and the loudest checks."""
    first, last = changes[-1].day, changes[0].day
    lines = [
        f"{len(changes)} changes of {one_line(branch)}, {first} to {last}",
        f"  held until a person signs or mends   {_share(numbers.held)}",
        f"  with an inline comment               {_share(numbers.inline)}",
        f"  nothing to say                       {_share(numbers.silent)}",
        f"  later reverted, of those held        {_share(numbers.reverted_held)}",
    ]
    if numbers.not_reviewed:
        lines.append(f"  could not be reviewed                {numbers.not_reviewed}")
    for change in changes:
        lines += _change(change, results[change.sha], reverted.get(change.sha))
    if numbers.by_check:
        lines += ["", "Findings by check"]
        lines += [f"  {count:4}  {check}" for check, count in numbers.by_check[:_MOST_CHECKS]]
        rest = len(numbers.by_check) - _MOST_CHECKS
        lines += [f"        and {rest} more checks"] if rest > 0 else []
    return "\n".join(lines) + "\n"


def replay_json(
    branch: str,
    changes: Sequence[MergedChange],
    results: Mapping[str, Replayed],
    reverted: Mapping[str, str],
    numbers: Totals,
) -> str:
    """Everything, newest change first."""
    rows = [
        {
            "sha": change.sha,
            "base": change.base,
            "day": change.day,
            "subject": change.subject,
            "number": change.number,
            "reverted_by": reverted.get(change.sha),
            "result": asdict(results[change.sha]),
        }
        for change in changes
    ]
    return json_text({"version": 1, "branch": branch, "totals": asdict(numbers), "changes": rows}, indent=2) + "\n"


def _change(change: MergedChange, result: Replayed, reverted_by: str | None) -> list[str]:
    if not result.held and reverted_by is None and not result.problem:
        return []
    word = "failed" if result.problem else "held" if result.held else "passed"
    subject = sentence(change.subject)
    subject = subject if len(subject) <= _SUBJECT else f"{subject[: _SUBJECT - 1]}…"
    by = f"  by {result.agent}" if result.agent else ""
    back = f"  reverted by {reverted_by[:10]}" if reverted_by else ""
    lines = ["", f"{word:6}  {change.sha[:10]}  {change.day}  {subject}{by}{back}"]
    if result.problem:
        return [*lines, f"        {sentence(result.problem)}"]
    lines += _said(result)
    if result.to_sign:
        lines.append(f"        to sign: {', '.join(result.to_sign)}")
    for path, why in result.not_seen[:_MOST_FILES]:
        lines.append(f"        not looked at: {one_line(path)}: {sentence(why)}")
    rest = len(result.not_seen) - _MOST_FILES
    lines += [f"        and {rest} more files that were not looked at"] if rest > 0 else []
    if not result.complete and not result.not_seen:
        lines.append("        not all of it could be looked at")
    return lines


def _said(result: Replayed) -> Iterator[str]:
    """A line for each check: what it asks for, its first place, and how many more."""
    places: dict[tuple[Action, str], list[str]] = {}
    for said in result.said:
        if said.action is not Action.NOTE:
            places.setdefault((said.action, said.check), []).append(f"{one_line(said.path)}:{said.line}")
    for (action, check), found in places.items():
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield f"        {action}  {check}  {found[0]}{more}"


def _share(share: Share) -> str:
    return f"{share.count} of {share.of}"
