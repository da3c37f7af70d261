"""A check of the continuous integration was taken out or disarmed.

A workflow ran a test, a linter or a scanner. It no longer does in any workflow file of this pull request, it may fail
now without failing the run, or the workflow no longer starts for pull requests.

Why it matters:
    What the check refused gets merged from now on, and the run is green. Checks that a branch rule requires by name
    may also wait for ever.

Instead:
    Mend the cause. A check that moved to another workflow file counts as kept when both files are in this pull
    request.

What it does not see:
    What a script that is called runs inside; workflows that stand in other repositories; branch rules.

Sources:
    Catalogue CF08; GitHub documentation, Workflow syntax, jobs.<job_id>.steps[*].continue-on-error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from checks.gate_integrity._files import GATE_TOOL, is_workflow
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.sentence import Lines, Sentence, at_base, at_head, code

_DISARMED = re.compile(
    r"^\s*(-\s*)?continue-on-error:\s*true\b|^\s*(-\s*)?allow_failure:\s*true\b|^\s*(-\s*)?if:\s*(false|\$\{\{\s*false\s*\}\})"
)
_SHRUGGED = re.compile(r"\|\|\s*(true|:|exit 0|echo\b)|--exit-zero\b|;\s*true\s*$")
_TRIGGER = re.compile(
    r"^\s*['\"]?(pull_request(_target)?|merge_request_event|merge_group)\b|^\s*['\"]?on['\"]?\s*:.*\bpull_request\b|\[.*\bpull_request\b.*\]"
)
_COMMENT = re.compile(r"(^|\s)#.*$")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Checks that no changed workflow runs any more, checks that may fail, and triggers that are gone."""
    if not is_workflow(change):
        return
    yield from _lost(change)
    if change.base is not None and change.head is not None:
        yield from _disarmed(change, change.head)
        yield from _untriggered(change, change.base, change.head)


def _lost(change: Change) -> Iterator[Hit]:
    left = change.within.ask(_tools_at_head)
    told: set[str] = set()
    for number, text in _lines(change.base):
        for found in GATE_TOOL.finditer(text):
            tool = found[0]
            if number in change.removed_lines and not left[tool] and tool not in told:
                told.add(tool)
                says = Sentence(
                    kind=Kind.LOST,
                    symbol=None,
                    fact=f"ci check {tool}",
                    title=f"{code(tool)} no longer runs in {code(change.path)}",
                    message="Changes that it refused are green now.",
                    confidence=0.75 if change.head is not None else 0.7,
                )
                yield at_base(change, Lines(number, number), says)


def _disarmed(change: Change, head: Source) -> Iterator[Hit]:
    for number, text in _lines(head):
        shrugged = _SHRUGGED.search(text) and GATE_TOOL.search(text)
        if number in change.added_lines and (shrugged or _DISARMED.search(text)):
            says = Sentence(
                kind=Kind.INTRODUCED,
                symbol=None,
                fact=f"disarmed {text.strip()}",
                title=f"A step of {code(change.path)} may fail now: {code(text.strip())}",
                message="The run is green whatever this step finds.",
                confidence=0.8,
            )
            yield at_head(change, Lines(number, number), says)


def _untriggered(change: Change, base: Source, head: Source) -> Iterator[Hit]:
    was = [number for number, text in _lines(base) if _TRIGGER.search(text)]
    if was and not any(_TRIGGER.search(text) for _, text in _lines(head)) and GATE_TOOL.search(head.text):
        says = Sentence(
            kind=Kind.LOST,
            symbol=None,
            fact="trigger pull_request",
            title=f"{code(change.path)} no longer runs for pull requests",
            message="Its checks are not asked before a merge.",
            confidence=0.8,
        )
        yield at_base(change, Lines(was[0], was[0]), says)


def _tools_at_head(changes: ChangeSet) -> Counter[str]:
    """How often each tool stands in the changed workflow files of the head."""
    found: Counter[str] = Counter()
    for change in changes:
        if is_workflow(change):
            found.update(match[0] for _, text in _lines(change.head) for match in GATE_TOOL.finditer(text))
    return found


def _lines(source: Source | None) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(source.lines if source else (), start=1):
        yield number, _COMMENT.sub("", text)


_WORKFLOW = """
    on:
      pull_request:
      push:
    jobs:
      check:
        steps:
          - run: {first}
          - run: {second}
"""
_PATH = ".github/workflows/check.yml"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF08",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the scanner is gone",
            path=_PATH,
            base=_WORKFLOW.format(first="pytest -q", second="bandit -r shop"),
            head=_WORKFLOW.format(first="pytest -q", second="echo done"),
            finds=((8, "`bandit` no longer runs"),),
        ),
        Example(
            "the tests may fail",
            path=_PATH,
            base=_WORKFLOW.format(first="pytest -q", second="bandit -r shop"),
            head=_WORKFLOW.format(first="pytest -q || true", second="bandit -r shop"),
            finds=((7, "may fail now"),),
        ),
        Example(
            "pull requests no longer start it",
            path=_PATH,
            base=_WORKFLOW.format(first="pytest -q", second="bandit -r shop"),
            head=_WORKFLOW.format(first="pytest -q", second="bandit -r shop").replace("  pull_request:\n    ", ""),
            finds=((2, "no longer runs for pull requests"),),
        ),
        Example(
            "the tests run with another option",
            path=_PATH,
            base=_WORKFLOW.format(first="pytest -q", second="bandit -r shop"),
            head=_WORKFLOW.format(first="pytest -x", second="bandit -r shop"),
        ),
        Example(
            "the check moved to another workflow",
            base={
                _PATH: _WORKFLOW.format(first="pytest -q", second="bandit -r shop"),
                ".github/workflows/scan.yml": _WORKFLOW.format(first="semgrep ci", second="echo"),
            },
            head={
                _PATH: _WORKFLOW.format(first="pytest -q", second="echo done"),
                ".github/workflows/scan.yml": _WORKFLOW.format(first="semgrep ci", second="bandit -r shop"),
            },
        ),
        Example(
            "an action of a newer version",
            path=_PATH,
            base=_WORKFLOW.format(first="pytest -q", second="pip install build==1.0"),
            head=_WORKFLOW.format(first="pytest -q", second="pip install build==1.1"),
        ),
    ),
)
