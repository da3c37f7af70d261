"""State machines that are declared: transitions of the libraries `transitions` and `python-statemachine`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from msgspec import Struct

from checks.declarations.classes import Class, classes_of
from checks.kit import ChangeSet, Source
from checks.kit.files import language
from checks.kit.index import dotted

_GUARDS = frozenset({"conditions", "unless", "cond", "validators", "guard", "guards"})
_LISTS = frozenset({"source", "from", "from_"})


class Edge(Struct, frozen=True):
    """One transition: states as they are written, the names of what it asks for, and where it stands."""

    trigger: str
    source: str
    target: str
    guards: frozenset[str]
    node: ast.AST


class Machine(Struct, frozen=True):
    """All transitions of one machine.

    Attributes:
        finals: states that are declared final, and those that no transition leaves.
    """

    name: str
    edges: tuple[Edge, ...]
    finals: frozenset[str]

    @property
    def states(self) -> frozenset[str]:
        """Every state that a transition names."""
        return frozenset(state for edge in self.edges for state in (edge.source, edge.target))


def machines_of(changes: ChangeSet, source: Source | None) -> Mapping[str, Machine]:
    """Name -> machine of one file."""
    if source is None or language(source.path) != "python" or "tate" not in source.text:
        return {}
    return changes.remember((machines_of, source), lambda: dict(_read(changes, source)))


def _read(changes: ChangeSet, source: Source) -> Iterator[tuple[str, Machine]]:
    for name, cls in classes_of(changes, source).items():
        if any(base.rpartition(".")[2] in {"StateMachine", "StateChart"} for base in cls.bases):
            yield name, _machine(name, tuple(_of_class(cls)), _declared_final(cls))
    found: dict[str, list[Edge]] = {}
    for owner, edge in (*_of_lists(source), *_of_calls(source)):
        found.setdefault(owner, []).append(edge)
    for name, edges in found.items():
        yield name, _machine(name, tuple(edges), frozenset())


def _machine(name: str, edges: tuple[Edge, ...], declared: frozenset[str]) -> Machine:
    left = {edge.source for edge in edges}
    return Machine(name, edges, declared | {edge.target for edge in edges if edge.target not in left | {"*", "="}})


def _declared_final(cls: Class) -> frozenset[str]:
    return frozenset(
        name
        for name, attribute in cls.attributes.items()
        if isinstance(attribute.value, ast.Call)
        and any(keyword.arg == "final" and _is_true(keyword.value) for keyword in attribute.value.keywords)
    )


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _of_class(cls: Class) -> Iterator[Edge]:
    """`pay = new.to(paid, cond="has_card") | held.to(paid)`, `pay = paid.from_(new, held)`."""
    for trigger, attribute in cls.attributes.items():
        for call in _joined(attribute.value):
            owner, _, method = dotted(call.func).rpartition(".")
            guards = _guards(call.keywords)
            for argument in call.args:
                other = dotted(argument)
                if method == "to" and owner and other:
                    yield Edge(trigger, owner, other, guards, call)
                elif method == "from_" and owner and other:
                    yield Edge(trigger, other, owner, guards, call)


def _joined(value: ast.expr | None) -> Iterator[ast.Call]:
    match value:
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            yield from _joined(left)
            yield from _joined(right)
        case ast.Call():
            yield value
        case _:
            return


def _of_lists(source: Source) -> Iterator[tuple[str, Edge]]:
    """`transitions = [{"trigger": ..., "source": ..., "dest": ...}, ["pay", "new", "paid"]]`."""
    index = source.index
    for node in (*index.all(ast.Assign), *index.all(ast.keyword)):
        target = node.arg if isinstance(node, ast.keyword) else dotted(node.targets[0]).rpartition(".")[2]
        if not target or not target.lower().endswith("transitions") or not isinstance(node.value, ast.List | ast.Tuple):
            continue
        around = index.symbol(node)
        name = f"{around}.{target}" if around else target
        for item in node.value.elts:
            for edge in _of_item(item):
                yield name, edge


def _of_item(item: ast.expr) -> Iterator[Edge]:
    match item:
        case ast.Dict(keys=keys, values=values):
            named = {
                str(key.value): value for key, value in zip(keys, values, strict=True) if isinstance(key, ast.Constant)
            }
            start = next((named[key] for key in _LISTS if key in named), None)
            target = named.get("dest") or named.get("target") or named.get("to")
            if start is not None and target is not None:
                guards = frozenset(key for key in _GUARDS if key in named)
                yield from _edges(named.get("trigger"), start, target, guards, item)
        case ast.List(elts=[trigger, start, target, *more]) | ast.Tuple(elts=[trigger, start, target, *more]):
            yield from _edges(trigger, start, target, frozenset(map(ast.unparse, more[:1])), item)
        case _:
            return


def _of_calls(source: Source) -> Iterator[tuple[str, Edge]]:
    """`machine.add_transition("pay", "new", "paid", conditions=...)`."""
    for call in source.index.all(ast.Call):
        if dotted(call.func).rpartition(".")[2] != "add_transition":
            continue
        given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        places = ("trigger", "source", "dest")
        given = {**dict(zip(places, call.args, strict=False)), **given}
        if "source" in given and "dest" in given:
            name = source.index.symbol(call) or "machine"
            for edge in _edges(given.get("trigger"), given["source"], given["dest"], _guards(call.keywords), call):
                yield name, edge


def _guards(keywords: list[ast.keyword]) -> frozenset[str]:
    return frozenset(keyword.arg for keyword in keywords if keyword.arg in _GUARDS)


def _edges(
    trigger: ast.expr | None, start: ast.expr, target: ast.expr, guards: frozenset[str], node: ast.AST
) -> Iterator[Edge]:
    starts = start.elts if isinstance(start, ast.List | ast.Tuple | ast.Set) else [start]
    for state in starts:
        yield Edge(_text(trigger), _text(state), _text(target), guards, node)


def _text(node: ast.expr | None) -> str:
    if node is None:
        return ""
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)
