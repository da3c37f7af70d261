"""Judges one constraint over a small pull request, for tests."""

from __future__ import annotations

from checks.constraints import Checker, Constraint
from checks.constraints.judge import Judged, judge
from checks.kit import Area, Example, Settings, Severity
from checks.kit.example import Files


def constraint(checker: Checker, *paths: str, area: Area = Area.LAYERING) -> Constraint:
    return Constraint(
        "C-1",
        "It is so.",
        "INC-1",
        "commission",
        area,
        paths,
        owner="@acme/core",
        severity=Severity.HIGH,
        checker=checker,
    )


def judged(
    checker: Checker,
    base: Files,
    head: Files,
    *paths: str,
    around: dict[str, str] | None = None,
    settings: Settings | None = None,
) -> Judged:
    changes = Example("", base=base, head=head, context=around, settings=settings).changes()
    answer = judge(constraint(checker, *paths), changes)
    assert answer is not None
    return answer


def said(answer: Judged) -> list[tuple[str, str, int, str]]:
    """Kind, side, line and first sentence of every hit."""
    return [
        (hit.kind.value, hit.span.side.value, hit.span.start_line, hit.message.split(". ")[0].rstrip("."))
        for hit in answer.hits
    ]
