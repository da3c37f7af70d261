"""A threshold of the tests was lowered.

A setting or a command line said how much must be covered, or how many mutants must be caught. The number is smaller
now, or gone.

Why it matters:
    The next change that comes without tests passes. Thresholds are seldom raised again.

Instead:
    Test what was added. Where code went away and the share fell with it, say so.

What it does not see:
    Thresholds that a server keeps; numbers that are computed.

Sources:
    Catalogue TS09; coverage.py documentation, fail_under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.gate_integrity._files import is_hooks, is_tool_settings, is_workflow
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.sentence import Lines, Sentence, at_base, code

_THRESHOLD = re.compile(
    r"(?P<key>(cov-)?fail[-_]under|coverage[-_]?threshold|min(imum)?[-_]?coverage|minimumCoverage|mutation[-_]score|"
    r"break[-_]?at|(?<![\w-])(branches|functions|statements|target))[\"']?\s*(?:[:=]|\s)\s*[\"']?(?P<number>\d+(\.\d+)?)"
)
_LOOSE = frozenset({"branches", "functions", "statements", "target"})
_CONTEXT = re.compile(r"coverageThreshold|codecov|coverage:", re.IGNORECASE)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every threshold that is smaller or gone."""
    if not (is_tool_settings(change) or is_workflow(change) or is_hooks(change)) or change.head is None:
        return
    head = dict(_thresholds(change.head))
    for key, (number, line) in _thresholds(change.base):
        now = head.get(key)
        if now is not None and now[0] >= number:
            continue
        says = Sentence(
            kind=Kind.WEAKENED if now else Kind.LOST,
            symbol=None,
            fact=f"threshold {key}",
            title=f"{code(key)} is {now[0] if now else 'gone'}, it was {number}",
            message="Changes with fewer tests than before pass.",
            confidence=0.85 if now else 0.7,
        )
        yield at_base(change, Lines(line, line), says)


def _thresholds(source: Source | None) -> Iterator[tuple[str, tuple[float, int]]]:
    """Key -> its number and line; words that many settings share count in files about coverage only."""
    about_coverage = source is not None and bool(_CONTEXT.search(f"{source.path}\n{source.text}"))
    for line, text in enumerate(source.lines if source else (), start=1):
        for found in _THRESHOLD.finditer(text.partition(" #")[0]):
            if found["key"] not in _LOOSE or about_coverage:
                yield found["key"].replace("-", "_"), (float(found["number"]), line)


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS09",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "less must be covered",
            path="pyproject.toml",
            base="[tool.coverage.report]\nfail_under = 90\n",
            head="[tool.coverage.report]\nfail_under = 80\n",
            finds=((2, "`fail_under` is 80.0, it was 90.0"),),
        ),
        Example(
            "the option is gone from the command",
            path=".github/workflows/test.yml",
            base="jobs:\n  test:\n    steps:\n      - run: pytest --cov-fail-under=85\n",
            head="jobs:\n  test:\n    steps:\n      - run: pytest\n",
            finds=((4, "is gone"),),
        ),
        Example(
            "more must be covered",
            path="pyproject.toml",
            base="[tool.coverage.report]\nfail_under = 80\n",
            head="[tool.coverage.report]\nfail_under = 90\n",
        ),
        Example(
            "another number of another setting",
            path="pyproject.toml",
            base="[tool.shop]\ntarget = 90\n",
            head="[tool.shop]\ntarget = 80\n",
        ),
        Example(
            "a comment beside it",
            path=".coveragerc",
            base="[report]\nfail_under = 90\n",
            head="[report]\nfail_under = 90 # as agreed\n",
        ),
    ),
)
