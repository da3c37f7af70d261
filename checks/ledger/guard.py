"""A guard: one thing in a unit of code that keeps harm away."""

from __future__ import annotations

import ast
from enum import StrEnum

from msgspec import Struct, field

from checks.ledger.family import Family


class Form(StrEnum):
    """How a guard is written."""

    DECORATOR = "decorator"
    DEPENDENCY = "dependency"
    ROUTER_DEPENDENCY = "router dependency"
    CLASS_ATTRIBUTE = "class attribute"
    BASE = "base class"
    SCOPE = "with-scope"
    ROW_LOCK = "row lock"
    EXIT = "early exit"
    CONDITION = "condition"
    CALL = "raising call"
    PREDICATE = "query predicate"
    KEYWORD = "keyword"
    WRAPPER = "wrapping call"
    HANDLER = "exception handler"
    RECORD = "record call"


SURENESS: dict[Form, float] = {
    Form.DECORATOR: 0.95,
    Form.DEPENDENCY: 0.92,
    Form.ROUTER_DEPENDENCY: 0.92,
    Form.CLASS_ATTRIBUTE: 0.95,
    Form.BASE: 0.9,
    Form.SCOPE: 0.92,
    Form.ROW_LOCK: 0.95,
    Form.EXIT: 0.8,
    Form.CONDITION: 0.6,
    Form.CALL: 0.8,
    Form.PREDICATE: 0.78,
    Form.KEYWORD: 0.85,
    Form.WRAPPER: 0.85,
    Form.HANDLER: 0.7,
    Form.RECORD: 0.55,
}
"""How sure a loss in this form is, when the code it protected stands unchanged and nothing covers it."""


_LONGEST_LABEL = 90


def shortened(text: str) -> str:
    """Code on one line, cut where nobody reads on."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_LABEL else f"{flat[: _LONGEST_LABEL - 3]}..."


class Guard(Struct, frozen=True, eq=False, dict=True):
    """One guard.

    Attributes:
        family: what it protects against.
        form: how it is written.
        key: canonical text: same key, same protection; free of layout, messages and negation.
        tokens: identifiers of the key, to tell a changed guard from a lost one.
        label: how a person would call it, one line of code.
        node: where it stands.
        fact: the key with the names of local variables blanked: enters fingerprints, and finds a
            guard again whose locals were renamed.
        protects: the statements that only run, or only run safely, because of it.
        subject: what must still be there for a loss to matter (the queried model, the called
            function); "" when the protected statements alone decide.
        strictness: parts that make it stricter (roles, scopes, conjuncts), for "weakened".
        weight: 0..1, lowers the confidence for guards that are seldom one.
    """

    family: Family
    form: Form
    key: str
    tokens: frozenset[str]
    label: str
    node: ast.AST
    fact: str = ""
    protects: tuple[ast.stmt, ...] = ()
    subject: str = ""
    strictness: frozenset[str] = field(default=frozenset())
    weight: float = 1.0

    @property
    def start_line(self) -> int:
        """First line of the guard itself."""
        return getattr(self.node, "lineno", 1)

    @property
    def end_line(self) -> int:
        """Last line of the guard itself; of a compound statement, of its head and exit."""
        return getattr(self.node, "end_lineno", None) or self.start_line
