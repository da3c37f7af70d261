"""The active constraints as a block of AGENTS.md: what an agent reads is what the gate checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from checks.constraints import (
    Checker,
    Constraint,
    ForbidImport,
    HumanOnly,
    Layers,
    MustNotReturn,
    Protect,
    RequireGuard,
    SemgrepPattern,
)
from reviewer.render.foreign import one_line
from reviewer.render.markdown.quote import code, prose

START = "<!-- holdfast: constraints, printed by `holdfast constraints export --agents` -->"
END = "<!-- holdfast: end of constraints -->"


def agents_block(constraints: Sequence[Constraint]) -> str:
    """One line per constraint, between two marks by which it can be replaced."""
    lines = [_line(constraint) for constraint in constraints] or ["- none hold here"]
    head = "## Constraints of this repository"
    told = "Checked on every pull request (`holdfast review` does the same locally)."
    return "\n".join((START, head, "", told, "", *lines, END)) + "\n"


def constraint_facts(constraint: Constraint) -> dict[str, object]:
    """The same as values, for tools."""
    return {
        "id": constraint.id,
        "rule": constraint.rule,
        "says": constraint.says,
        "because": constraint.because,
        "kind": constraint.kind,
        "area": constraint.area.value,
        "severity": constraint.severity.value,
        "paths": list(constraint.paths),
        "owner": constraint.owner,
        "how": how(constraint.checker),
    }


def _line(constraint: Constraint) -> str:
    where = f" In {', '.join(map(code, constraint.paths))}." if constraint.paths else ""
    because = f" Because: {prose(constraint.because).rstrip('.')}." if constraint.because else ""
    return f"- **{code(constraint.id)}** {prose(constraint.says)}{where} {prose(how(constraint.checker))}.{because}"


def how(checker: Checker) -> str:
    """What is checked, as an order to whoever writes the code."""
    match checker:
        case RequireGuard():
            return f"Put one of {_listed(checker.any_of)} in front of every entry point"
        case ForbidImport():
            return f"Do not import {_listed(checker.modules)}"
        case Layers():
            names = " → ".join(package.partition("|")[0].strip() for package in checker.packages)
            return f"Imports only go down these layers: {one_line(names)}"
        case Protect():
            return f"Do not edit {_listed(checker.places)} without a person"
        case MustNotReturn():
            return f"Do not bring back {_listed(checker.patterns)}"
        case HumanOnly():
            return "Leave these files to people"
        case SemgrepPattern():
            return f"Checked by a Semgrep pattern for {_listed(checker.languages)}"
        case _:
            assert_never(checker)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{one_line(name).replace('`', chr(39))}`" for name in names)
