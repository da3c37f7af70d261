"""Fields that hold a state and are written by transitions: from libraries, from models, from the configuration."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from checks.declarations.classes import Class, classes_of
from checks.declarations.columns import columns_of
from checks.kit import Change, ChangeSet, Source
from checks.kit.index import dotted
from checks.kit.modules import module_paths

_FSM = re.compile(r"^(FSM\w*Field|StateField|StateMachineField)$")
_STATE = re.compile(r"(^|_)(status|state|phase|stage)$")
_SIBLINGS = ("models.py", "model.py")


class StateField(Struct, frozen=True):
    """One field; `sure` is how sure it is, 0..1, that only transitions may write it."""

    model: str
    name: str
    sure: float


def state_fields(change: Change) -> tuple[StateField, ...]:
    """The state fields that code of this file can know: its own, those it imports, those beside it."""
    return change.ask(_fields)


def _fields(change: Change) -> tuple[StateField, ...]:
    configured = [
        StateField(owner.rpartition(".")[2], name, 0.78)
        for owner, _, name in (field.rpartition(".") for field in change.within.settings.state_fields)
    ]
    found = [field for source in _around(change) for field in _of_source(change.within, source)]
    known: dict[tuple[str, str], StateField] = {}
    for field in (*configured, *found):
        mark = (field.model, field.name)
        if mark not in known or known[mark].sure < field.sure:
            known[mark] = field
    return tuple(known.values())


def _around(change: Change) -> Iterator[Source]:
    """The file at base, what it imports by name, and the models beside it."""
    changes, source = change.within, change.base or change.head
    if source is None:
        return
    yield source
    folder = source.path.rpartition("/")[0]
    modules = {origin.rpartition(".")[0] for origin in source.index.imports.values() if "." in origin}
    paths = [path for module in sorted(modules) if "model" in module for path in module_paths(source.path, module)]
    for path in dict.fromkeys([*paths, *(f"{folder}/{name}" if folder else name for name in _SIBLINGS)]):
        other = changes.read_base(path)
        if other is not None and other is not source:
            yield other


def _of_source(changes: ChangeSet, source: Source) -> tuple[StateField, ...]:
    return changes.remember((_of_source, source), lambda: tuple(_read(changes, source)))


def _read(changes: ChangeSet, source: Source) -> Iterator[StateField]:
    for cls in classes_of(changes, source).values():
        for column in columns_of(cls).values():
            if _FSM.match(column.kind) or column.name in _transitioned(cls):
                yield StateField(cls.last_name, column.name, 0.8)
            elif _STATE.search(column.name) and _is_listed(column.options, column.kind) and _moves(cls, column.name):
                yield StateField(cls.last_name, column.name, 0.6)


def _is_listed(options: object, kind: str) -> bool:
    """Whether the column takes one of a list of values: choices, or an enumeration."""
    return (isinstance(options, dict) and "choices" in options) or "Enum" in kind or kind.endswith("Status]")


def _transitioned(cls: Class) -> frozenset[str]:
    """Fields that a `@transition(field=...)` of the class names."""
    calls = (node for method in cls.methods.values() for node in method.decorator_list if isinstance(node, ast.Call))
    return frozenset(
        ast.unparse(keyword.value).strip("'\"").rpartition(".")[2]
        for call in calls
        if dotted(call.func).rpartition(".")[2] in {"transition", "fsm_transition"}
        for keyword in call.keywords
        if keyword.arg == "field"
    )


def _moves(cls: Class, name: str) -> bool:
    """Whether a method asks for the state and then writes it: a transition function."""
    for method in cls.methods.values():
        nodes = list(ast.walk(method))
        own = [it for it in nodes if isinstance(it, ast.Attribute) and it.attr == name and dotted(it) == f"self.{name}"]
        written = any(isinstance(it.ctx, ast.Store) for it in own)
        asked = any(isinstance(it.ctx, ast.Load) for it in own)
        if written and asked and any(isinstance(it, ast.If | ast.Match | ast.Assert) for it in nodes):
            return True
    return False
