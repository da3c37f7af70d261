"""What the Python of a data migration does: live models, writes, calls to the outside, answers that change.

One walk over a function and the helpers of the same file that it calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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
    calls = [node for node in ast.walk(code) if isinstance(node, ast.Call)]
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


@dataclass(frozen=True, slots=True)
class Write:
    """One write; `model` is the local name of the model, "" when unknown."""

    act: Act
    node: ast.Call
    model: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A name of another module that the code uses, and where."""

    origin: str
    node: ast.expr


def functions_of(code: Code, module: Module, depth: int = 0) -> Iterator[Code]:
    """The function and the helpers of its file that it calls or hands on, each once."""
    seen: set[int] = set()
    stack: list[tuple[Code, int]] = [(code, depth)]
    while stack:
        here, level = stack.pop()
        if id(here) in seen or level > _DEPTH:
            continue
        seen.add(id(here))
        yield here
        names = {node.id for node in ast.walk(here) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        stack.extend((module.functions[name], level + 1) for name in sorted(names) if name in module.functions)


def imports_of(code: Code, module: Module) -> dict[str, str]:
    """Local name -> dotted origin as the function sees it, its own imports first."""
    found = dict(module.imports)
    for node in ast.walk(code):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.update(imported(node))
    return found


def reached(code: Code, module: Module) -> Iterator[Reached]:
    """Every imported name that the code loads, with the rest of its attribute chain."""
    for part in functions_of(code, module):
        imports = imports_of(part, module)
        inner: set[ast.AST] = set()
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute | ast.Name) and node not in inner:
                chain = _chain(node)
                if chain is None:
                    continue
                names, parts = chain
                inner.update(parts)
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


def historical_models(code: Code) -> dict[str, tuple[str, str, ast.Call]]:
    """Local name -> (app label, model, call) of every `apps.get_model(…)`."""
    found: dict[str, tuple[str, str, ast.Call]] = {}
    for node in ast.walk(code):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            continue
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "get_model":
            names = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            names += [keyword.value.value for keyword in call.keywords if isinstance(keyword.value, ast.Constant)]
            texts = [name for name in names if isinstance(name, str)]
            app, _, model = ".".join(texts).rpartition(".")
            found[node.targets[0].id] = (app, model, call)
    return found


def writes(code: Code, module: Module) -> Iterator[Write]:
    """The writes of the code that reach many rows at once, or one by one."""
    for part in functions_of(code, module):
        loops = _loop_bodies(part)
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                act = _act(node, node.func, loops)
                if act is not None:
                    yield Write(act, node, _root(node.func))


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


def _loop_bodies(code: Code) -> dict[ast.AST, set[str]]:
    """For each call within loops over rows: the loop variables that stand around it."""
    found: dict[ast.AST, set[str]] = {}
    for node in ast.walk(code):
        if isinstance(node, ast.For) and not isinstance(node.iter, ast.List | ast.Tuple):
            names = {item.id for item in ast.walk(node.target) if isinstance(item, ast.Name)}
            for statement in node.body:
                for inner in ast.walk(statement):
                    if isinstance(inner, ast.Call):
                        found.setdefault(inner, set()).update(names)
    return found
