"""What the Python of a data migration does: live models, writes, calls to the outside, answers that change.

One walk over a function and the helpers of the same file that it calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from checks.schema.python.descent import descend
from checks.schema.python.module import Function, Module, imported

Code = Function | ast.Lambda

WRITES = frozenset(
    """save update delete bulk_create bulk_update create get_or_create update_or_create add add_all set
    bulk_save_objects bulk_insert_mappings bulk_update_mappings execute executemany raw_delete merge""".split()
)
_DEPTH = 4


def changes_rows(code: Code | None) -> bool:
    """Whether a function may write rows; one that nobody can read may."""
    if code is None:
        return True
    calls = [node for node in descend(code) if isinstance(node, ast.Call)]
    return any(
        isinstance(call.func, ast.Name) or (isinstance(call.func, ast.Attribute) and call.func.attr in WRITES)
        for call in calls
    )


class Act(StrEnum):
    """What a write does to a queryset or its rows."""

    DELETE_ALL = "deletes every row"
    UPDATE_ALL = "updates every row in one statement"
    SAVE_EACH = "saves row by row in a loop"
    BULK_WHOLE = "writes all rows in one batch"


class Write(Struct, frozen=True):
    """One write; `model` is the local name of the model, "" when unknown."""

    act: Act
    node: ast.Call
    model: str


class Reached(Struct, frozen=True):
    """A name of another module that the code uses, and where."""

    origin: str
    node: ast.expr


class Part(Struct, frozen=True, eq=False, dict=True):
    """One function of a migration, walked once."""

    code: Code

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node in it, in the order of the file."""
        return tuple(descend(self.code))

    @cached_property
    def calls(self) -> tuple[ast.Call, ...]:
        """The calls in it."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names it loads."""
        return frozenset(node.id for node in self.nodes if isinstance(node, ast.Name))

    @cached_property
    def imports(self) -> dict[str, str]:
        """What it imports itself: local name -> dotted origin."""
        found: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.update(imported(node))
        return found

    @cached_property
    def models(self) -> dict[str, tuple[str, str, ast.Call]]:
        """Local name -> (app label, model, call) of every `apps.get_model(…)`."""
        return dict(_historical(self.nodes))


def parts_of(code: Code, module: Module) -> tuple[Part, ...]:
    """The function and the helpers of its file that it calls or hands on, each once."""
    seen: dict[int, Part] = {}
    stack: list[tuple[Code, int]] = [(code, 0)]
    while stack:
        here, level = stack.pop()
        if id(here) in seen or level > _DEPTH:
            continue
        part = seen[id(here)] = Part(here)
        stack.extend((module.functions[name], level + 1) for name in sorted(part.names & module.functions.keys()))
    return tuple(seen.values())


def reached(parts: tuple[Part, ...], module: Module) -> Iterator[Reached]:
    """Every imported name that the code loads, with the rest of its attribute chain."""
    for part in parts:
        imports = {**module.imports, **part.imports}
        if not part.names & imports.keys():
            continue
        inner: set[ast.AST] = set()
        for node in part.nodes:
            if isinstance(node, ast.Attribute | ast.Name) and node not in inner:
                chain = _chain(node)
                if chain is None:
                    continue
                names, below = chain
                inner.update(below)
                if names[0] in imports:
                    yield Reached(".".join((imports[names[0]], *names[1:])), node)


def _chain(node: ast.Attribute | ast.Name) -> tuple[list[str], list[ast.AST]] | None:
    names: list[str] = []
    parts: list[ast.AST] = []
    here: ast.expr = node
    while isinstance(here, ast.Attribute):
        names.append(here.attr)
        here = here.value
        parts.append(here)
    if not isinstance(here, ast.Name):
        return None
    names.append(here.id)
    return names[::-1], parts


def _historical(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, tuple[str, str, ast.Call]]]:
    for node in nodes:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            continue
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "get_model":
            names = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            names += [keyword.value.value for keyword in call.keywords if isinstance(keyword.value, ast.Constant)]
            texts = [name for name in names if isinstance(name, str)]
            app, _, model = ".".join(texts).rpartition(".")
            yield node.targets[0].id, (app, model, call)


def writes(parts: tuple[Part, ...]) -> Iterator[Write]:
    """The writes of the code that reach many rows at once, or one by one."""
    for part in parts:
        loops = _loop_bodies(part)
        for call in part.calls:
            if isinstance(call.func, ast.Attribute):
                act = _act(call, call.func, loops)
                if act is not None:
                    yield Write(act, call, _root(call.func))


def _act(call: ast.Call, func: ast.Attribute, loops: dict[ast.AST, set[str]]) -> Act | None:
    chain = _methods(func.value)
    on_manager = "objects" in chain or "_default_manager" in chain or "query" in chain
    narrowed = bool({"filter", "exclude", "get", "filter_by", "where", "slice"} & {*chain})
    match func.attr:
        case "delete" if on_manager and not narrowed and not call.args:
            return Act.DELETE_ALL
        case "update" if on_manager and not narrowed and call.keywords:
            return Act.UPDATE_ALL
        case "bulk_update" | "bulk_create" if not any(keyword.arg in {"batch_size", None} for keyword in call.keywords):
            sized = len(call.args) > (2 if func.attr == "bulk_update" else 1)
            return None if sized or _is_literal(call) else Act.BULK_WHOLE
        case "save" if isinstance(func.value, ast.Name) and func.value.id in loops.get(call, set()):
            return Act.SAVE_EACH
        case _:
            return None


def _is_literal(call: ast.Call) -> bool:
    """A batch that is written down in the file."""
    return bool(call.args) and isinstance(call.args[0], ast.List | ast.Tuple)


def _methods(node: ast.expr) -> list[str]:
    """Names in a chain of attributes and calls, a subscript as "slice"."""
    names: list[str] = []
    here: ast.expr = node
    while True:
        match here:
            case ast.Call(func=func):
                here = func
            case ast.Attribute(value=value, attr=attr):
                names.append(attr)
                here = value
            case ast.Subscript(value=value):
                names.append("slice")
                here = value
            case _:
                return names


def _root(node: ast.expr) -> str:
    here: ast.expr = node
    while isinstance(here, ast.Attribute | ast.Call | ast.Subscript):
        here = here.func if isinstance(here, ast.Call) else here.value
    return here.id if isinstance(here, ast.Name) else ""


def _loop_bodies(part: Part) -> dict[ast.AST, set[str]]:
    """For each call within loops over rows: the loop variables that stand around it."""
    found: dict[ast.AST, set[str]] = {}
    for node in part.nodes:
        if isinstance(node, ast.For) and not isinstance(node.iter, ast.List | ast.Tuple):
            names = {item.id for item in descend(node.target) if isinstance(item, ast.Name)}
            for statement in node.body:
                for inner in descend(statement):
                    if isinstance(inner, ast.Call):
                        found.setdefault(inner, set()).update(names)
    return found
