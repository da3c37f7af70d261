"""What a change says anew and no longer says: facts of both sides, with everything that cancels out."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from checks.classification.python.collect import collect
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Change, Side, Source
from checks.kit.index import Definition, dotted

_STARTS_QUERY = re.compile(
    r"\b(?:objects (?:\w+ )*(?:filter|get|exclude|all|create|aggregate|values|aget)|(?:session|db|s) query|select|query"
    r"|get object or 404|get or 404|session (?:get|scalars?|execute))$"
)
_LONGEST_QUERY = 12  # lines between the start of a query and one of its predicates
_Key = tuple[Form, str, str, str]


@dataclass(frozen=True, eq=False)
class Delta:
    """The facts that stand on one side only; a moved, reformatted or reordered line leaves none."""

    change: Change
    facts: tuple[Fact, ...]
    _calls: dict[tuple[Side, Definition], frozenset[str]] = field(
        default_factory=dict[tuple[Side, Definition], frozenset[str]], repr=False
    )

    def of(self, *forms: Form) -> Iterable[Fact]:
        """The facts of these forms."""
        return (fact for fact in self.facts if fact.form in forms)

    @cached_property
    def _definitions(self) -> dict[Side, dict[str, Definition]]:
        return {
            side: {name: node for node, name in source.index.names.items() if isinstance(node, Definition)}
            for side, source in ((Side.LEFT, self.change.base), (Side.RIGHT, self.change.head))
            if source is not None
        }

    def definition(self, fact: Fact) -> Definition | None:
        """The function or class that the fact stands in, on its own side."""
        return self._definitions.get(fact.side, {}).get(fact.unit)

    def class_of(self, fact: Fact) -> ast.ClassDef | None:
        """The innermost class around the fact, on its own side."""
        name = fact.unit
        while name:
            node = self._definitions.get(fact.side, {}).get(name)
            if isinstance(node, ast.ClassDef):
                return node
            name = name.rpartition(".")[0]
        return None

    def calls_in(self, side: Side, definition: Definition) -> frozenset[str]:
        """Last names of everything that is called in a definition, as words; read once for each."""
        if (side, definition) not in self._calls:
            calls = (node.func for node in ast.walk(definition) if isinstance(node, ast.Call))
            names = (dotted(func).rpartition(".")[2] for func in calls)
            self._calls[side, definition] = frozenset(map(spoken, names))
        return self._calls[side, definition]

    def imports(self, side: Side, pattern: re.Pattern[str]) -> bool:
        """Whether the module of that side imports something whose spoken origin fits."""
        source = self.change.base if side is Side.LEFT else self.change.head
        return source is not None and any(pattern.search(spoken(origin)) for origin in source.index.imports.values())

    @cached_property
    def _with_exits(self) -> set[tuple[str, Side]]:
        return {(fact.unit, fact.side) for fact in self.of(Form.CONDITION) if fact.name}

    def told_by_its_condition(self, fact: Fact) -> bool:
        """Whether a raise only ends an early exit that came or went as a whole."""
        return fact.form is Form.RAISE and bool(fact.condition) and (fact.unit, fact.side) in self._with_exits

    def in_new_query(self, fact: Fact) -> bool:
        """Whether the whole query around the fact is new (or gone) and none of the unit took its place."""
        starts = [
            call for call in self.of(Form.CALL) if call.unit == fact.unit and _STARTS_QUERY.search(spoken(call.name))
        ]
        near = [call for call in starts if call.side is fact.side and 0 <= fact.line - call.line <= _LONGEST_QUERY]
        return bool(near) and not any(call.side is not fact.side for call in starts)

    def source(self, fact: Fact) -> Source:
        """The side's source; a fact always has one."""
        source = self.change.base if fact.side is Side.LEFT else self.change.head
        if source is None:
            raise AssertionError(fact)
        return source

    def stands_on_both(self, unit: str) -> bool:
        """Whether the unit (or the module, "") is there before and after."""
        if not unit:
            return self.change.base is not None and self.change.head is not None
        return all(unit in names for names in self._definitions.values()) and len(self._definitions) == 2

    @cached_property
    def _places(self) -> dict[Side, set[tuple[str, Form, str]]]:
        places: dict[Side, set[tuple[str, Form, str]]] = {Side.LEFT: set(), Side.RIGHT: set()}
        for fact in self.facts:
            places[fact.side].add((fact.unit, fact.form, fact.name))
        return places

    def verb(self, fact: Fact) -> str:
        """One of "was removed", "was added" and "was changed"."""
        other = Side.RIGHT if fact.side is Side.LEFT else Side.LEFT
        if fact.name and (fact.unit, fact.form, fact.name) in self._places[other]:
            return "was changed"
        return "was removed" if fact.side is Side.LEFT else "was added"


def delta_of(change: Change) -> Delta:
    """The delta of a Python file; raises Undecodable or Unparsable as the sources do."""
    base = collect(change.base, change.removed_lines, Side.LEFT) if change.base else []
    head = collect(change.head, change.added_lines, Side.RIGHT) if change.head else []
    base, head = _without_common(base, head, _in_unit)
    base_units, head_units = _units(change.base), _units(change.head)
    moved_from = [fact for fact in base if fact.unit not in head_units]
    moved_to = [fact for fact in head if fact.unit not in base_units]
    _, head_left = _without_common(moved_from, head, _anywhere)
    base_left, _ = _without_common(base, moved_to, _anywhere)
    del moved_from, moved_to
    return Delta(change, tuple(_without_idle_operators([*base_left, *head_left])))


def _units(source: Source | None) -> set[str]:
    return {"", *source.index.names.values()} if source else {""}


def _in_unit(fact: Fact) -> tuple[str, _Key]:
    return (fact.unit, _anywhere(fact))


def _anywhere(fact: Fact) -> _Key:
    belongs = fact.inside if fact.form in {Form.ARGUMENT, Form.ENTRY} else ""
    return (fact.form, fact.name, fact.text, f"{belongs}|{fact.target}")


def _without_common(base: list[Fact], head: list[Fact], key: Callable[[Fact], object]) -> tuple[list[Fact], list[Fact]]:
    """Both lists without the pairs of equal key; each fact cancels at most one of the other side."""
    return _less(base, Counter(map(key, head)), key), _less(head, Counter(map(key, base)), key)


def _less(facts: list[Fact], others: Counter[object], key: Callable[[Fact], object]) -> list[Fact]:
    left: list[Fact] = []
    for fact in facts:
        if others[key(fact)] > 0:
            others[key(fact)] -= 1
        else:
            left.append(fact)
    return left


def _without_idle_operators(facts: list[Fact]) -> list[Fact]:
    """A boolean operator speaks only where it was exchanged and the conditions it joins stayed."""
    conditions = {fact.unit for fact in facts if fact.form is Form.CONDITION}
    sides: dict[str, set[Side]] = {}
    for fact in facts:
        if fact.form is Form.OPERATOR:
            sides.setdefault(fact.unit, set()).add(fact.side)
    return [
        fact
        for fact in facts
        if fact.form is not Form.OPERATOR or (len(sides[fact.unit]) == 2 and fact.unit not in conditions)
    ]
