"""What a change says anew and no longer says: facts of both sides, with everything that cancels out."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct, field

from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Change, Side, Source
from checks.kit.index import Definition, dotted

_STARTS_QUERY = re.compile(
    r"(?:^|\.)(?!(?:\w+\.)?(?:queryset|qs|query|stmt|statement|self)\.)\w+\.\w+\."
    r"(?:filter|get|exclude|all|create|aggregate|values|aget)$"  # a manager, or the related objects of something
    r"|(?:^|\.)(?:query|select|get_object_or_404|get_or_404)$|session\.(?:get|scalars?|execute)$"
)
_LONGEST_QUERY = 12  # lines between the start of a query and one of its predicates


class Delta(Struct, frozen=True, eq=False, dict=True):
    """The facts that stand on one side only; a moved, reformatted or reordered line leaves none."""

    change: Change
    facts: tuple[Fact, ...]
    _calls: dict[tuple[Side, Definition], frozenset[str]] = field(
        default_factory=dict[tuple[Side, Definition], frozenset[str]]
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

    @cached_property
    def _by_place(self) -> dict[tuple[str, Form, Side], list[Fact]]:
        places: dict[tuple[str, Form, Side], list[Fact]] = {}
        for fact in self.facts:
            places.setdefault((fact.unit, fact.form, fact.side), []).append(fact)
        return places

    def elsewhere(self, form: Form, fact: Fact) -> Iterable[Fact]:
        """The facts of a form in the same unit on the other side."""
        return self._by_place.get((fact.unit, form, _other(fact.side)), ())

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

    @cached_property
    def _query_starts(self) -> dict[tuple[str, Side], list[int]]:
        starts: dict[tuple[str, Side], list[int]] = {}
        for call in self.of(Form.CALL):
            if _STARTS_QUERY.search(call.name):
                starts.setdefault((call.unit, call.side), []).append(call.line)
        return {place: sorted(lines) for place, lines in starts.items()}

    def in_new_field(self, fact: Fact) -> bool:
        """Whether the class attribute that the fact belongs to is on this side only."""
        field = (fact.unit, Form.CLASS_ATTRIBUTE, fact.target)
        return field in self._places[fact.side] and field not in self._places[_other(fact.side)]

    def in_new_query(self, fact: Fact) -> bool:
        """Whether the whole query around the fact is new (or gone) and none of the unit took its place."""
        lines = self._query_starts.get((fact.unit, fact.side), [])
        before = bisect_right(lines, fact.line)
        is_near = before > 0 and fact.line - lines[before - 1] <= _LONGEST_QUERY
        return is_near and (fact.unit, _other(fact.side)) not in self._query_starts

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
        if fact.name and (fact.unit, fact.form, fact.name) in self._places[_other(fact.side)]:
            return "was changed"
        return "was removed" if fact.side is Side.LEFT else "was added"


def _other(side: Side) -> Side:
    return Side.RIGHT if side is Side.LEFT else Side.LEFT
