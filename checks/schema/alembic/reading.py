"""One Alembic revision file into a Migration."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from checks.schema.alembic.context import Context
from checks.schema.alembic.walk import Walk
from checks.schema.migration import MAX_OPERATIONS, Framework, Identity, Migration, Script
from checks.schema.operations import Operation, RunCode, Unreadable, Why
from checks.schema.python.constants import is_none, text_of, texts_of
from checks.schema.python.descent import descend
from checks.schema.python.module import Function, Module
from checks.schema.sql.flavour import Engine


def read_alembic(module: Module, engine: Engine | None) -> Migration | None:
    """The revision in a file; None when it is none: `revision`, `down_revision` and a direction must be there."""
    values = module.values
    upgrade = module.functions.get("upgrade")
    if upgrade is None or not {"revision", "down_revision"} <= {*values}:
        return None
    group = module.source.path.rpartition("/")[0]
    downgrade = module.functions.get("downgrade")
    place = module.place(upgrade)
    return Migration(
        path=module.source.path,
        framework=Framework.ALEMBIC,
        tool="Alembic",
        identity=Identity(group, text_of(values["revision"], module) or ""),
        up=_script(upgrade, module, engine),
        down=Script(written=False) if downgrade is None else _script(downgrade, module, engine),
        needs=tuple(
            Identity(group, name)
            for key in ("down_revision", "depends_on")
            for name in _revisions(values.get(key), module)
        ),
        atomic=True,
        initial=is_none(values["down_revision"]),
        place=place,
    )


def _revisions(node: ast.expr | None, module: Module) -> tuple[str, ...]:
    one = text_of(node, module)
    if one is not None:
        return (one,)
    return tuple(name for name in texts_of(node, module) or () if name)


def _script(function: Function, module: Module, engine: Engine | None) -> Script:
    found = tuple(islice(_operations(function, module, engine), MAX_OPERATIONS + 1))
    place = module.place(function)
    if len(found) > MAX_OPERATIONS:
        reason = f"only the first {MAX_OPERATIONS} operations were read"
        found = (*found[:MAX_OPERATIONS], Unreadable(place=place, said=function.name, why=Why.LIMIT, reason=reason))
    return Script(found, written=not _is_empty(function), place=place)


def _operations(function: Function, module: Module, engine: Engine | None) -> Iterator[Operation]:
    context = Context(module, engine)
    walk = Walk()
    yield from walk.function(function, context)
    for node in _per_database(function, module):
        yield from Walk().function(node, context)
    if not _is_empty(function):
        yield RunCode(
            place=module.place(function), said=f"{function.name}()", function=function.name, node=function, reverse=None
        )


def _per_database(function: Function, module: Module) -> Iterator[Function]:
    """Alembic's template for several databases calls upgrade_engine1() by a computed name."""
    if "globals()" in module.source.text and any(map(_is_globals, descend(function))):
        yield from (node for name, node in module.functions.items() if name.startswith(f"{function.name}_"))


def _is_globals(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "globals"


def _is_empty(function: Function) -> bool:
    """Whether the body does nothing, or only says that it cannot."""
    return all(
        isinstance(statement, ast.Pass | ast.Raise)
        or (isinstance(statement, ast.Return) and statement.value is None)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in function.body
    )
