"""Tests that hold guards in place: read from the test files of both sides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from checks.gate_integrity._refusals import Refusal, refusals
from checks.kit import Change, ChangeSet, Source
from checks.kit.files import is_test, language
from checks.kit.index import Function, first_line

_GUARDING = re.compile(
    r"perm(ission)?s?(?=_|$)|unauthor|unauthent|forbid|denied|denies|refus|reject|not_allowed|disallow|40[139]|429|"
    r"anonymous|requires?_(auth|login|admin|perm|owner|staff|member)|cannot|cant_|without_\w*perm|no_perm|not_owner|"
    r"other_(user|org|team|workspace|tenant|project|account)|wrong_(team|user|org|owner|project)|throttl|rate_?limit|"
    r"idempot|duplicate|race|_lock|locked|atomic|rollback|signature|csrf|constraint|not_logged|tenant|isolat|quota|"
    r"non_?(admin|owner|member|staff)|unverified|expired_token|invalid_token",
    re.IGNORECASE,
)
_ASSERTS = re.compile(r"\bassert|\braises\b|\bexpect\b")


class Test(Struct, frozen=True, eq=False, dict=True):
    """One test function of one side."""

    source: Source
    name: str
    node: Function

    @property
    def last_name(self) -> str:
        """The name without its class."""
        return self.node.name

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """What it expects to be refused."""
        return tuple(refusals(self.node))

    @cached_property
    def text(self) -> str:
        """Its lines, decorators included."""
        first = first_line(self.node)
        return self.source.snippet(first, self.node.end_lineno or first)

    @cached_property
    def guards(self) -> float:
        """How sure it is, 0..1, that the test holds a guard in place."""
        if self.refusals:
            return 1.0
        named = _GUARDING.search(self.last_name)
        return 0.7 if named and _ASSERTS.search(self.text) else 0.0

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Names, attributes and short texts of the body."""
        found: set[str] = set()
        for node in ast.walk(self.node):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                    found.add(name)
                case ast.Constant(value=str(text)) if len(text) < 80:
                    found.add(text)
                case _:
                    continue
        return frozenset(found)

    def stands_in(self, other: Test) -> float:
        """Share of what this body speaks of that the other speaks of too, 0..1."""
        return len(self.spoken & other.spoken) / len(self.spoken) if self.spoken else 0.0


def tests_of(change: Change, source: Source | None) -> Mapping[str, Test]:
    """Qualified name -> test of one side of a Python test file; empty for any other file."""
    if source is None or language(change.path) != "python" or not is_test(source.path):
        return {}
    return change.within.remember((tests_of, source), lambda: dict(_read(source)))


def test_pairs(change: Change) -> Iterator[tuple[Test, Test]]:
    """The tests that both sides have, their texts differing."""
    head = tests_of(change, change.head)
    for name, test in tests_of(change, change.base).items():
        other = head.get(name)
        if other is not None and other.text != test.text:
            yield test, other


def gained_tests(changes: ChangeSet) -> tuple[Test, ...]:
    """Tests of the whole pull request that are new or edited at head."""
    found: list[Test] = []
    for change in changes:
        base = tests_of(change, change.base)
        for name, test in tests_of(change, change.head).items():
            if name not in base or base[name].text != test.text:
                found.append(test)
    return tuple(found)


def _read(source: Source) -> Iterator[tuple[str, Test]]:
    for node, name in source.index.names.items():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            around = source.index.definition(node)
            if around is None or isinstance(around, ast.ClassDef):
                yield name, Test(source, name, node)
