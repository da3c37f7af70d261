"""From a name to its definition: in the same file, or in a module of the repository that is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from checks.kit import Source
from checks.kit.modules import module_paths, sibling_paths
from checks.ledger.unit import Unit, units_of

_SELF = frozenset({"self", "cls", "super"})


def callees(unit: Unit, names: Iterable[str]) -> Iterator[Unit]:
    """The units behind the called `names`, on the side of `unit`, as far as they can be found by name."""
    for name in sorted(names):
        yield from definitions(unit, name)


def definitions(unit: Unit, name: str) -> Iterator[Unit]:
    """The definition of a dotted name as `unit` would find it; nothing when it is not in the repository."""
    first, _, rest = name.partition(".")
    if first in _SELF:
        wanted = f"{unit.class_name}.{rest}" if unit.class_name else rest
        yield from _named(units_of(unit.source, unit.view), wanted)
        return
    yield from _named(units_of(unit.source, unit.view), name)
    origin = unit.source.index.imports.get(first)
    if origin is not None:
        yield from _imported(unit, f"{origin}.{rest}" if rest else origin)


def imported_alias(unit: Unit, name: str) -> ast.expr | None:
    """The value of a module-level assignment to `name`, here or in the module it is imported from."""
    own = _assigned(unit.source.tree, name)
    origin = unit.source.index.imports.get(name)
    if own is not None or origin is None:
        return own
    module, _, last = origin.rpartition(".")
    source = _module(unit, module)
    return None if source is None else _assigned(source.tree, last)


def _named(units: dict[str, Unit], name: str) -> Iterator[Unit]:
    if name in units:
        yield units[name]


def _imported(unit: Unit, dotted_name: str) -> Iterator[Unit]:
    module, _, name = dotted_name.rpartition(".")
    if not module.strip("."):
        return
    source = _module(unit, module)
    if source is not None:
        yield from _named(units_of(source, unit.view), name)


def _module(unit: Unit, module: str) -> Source | None:
    """The file of an imported module; None when it is not in the repository."""
    paths = module_paths(unit.source.path, module) or sibling_paths(
        unit.source.path, module, unit.source.index.imports.values()
    )
    return next((source for path in paths if (source := unit.view.read(path)) is not None), None)


def _assigned(tree: ast.Module, name: str) -> ast.expr | None:
    for stmt in tree.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                return value
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                return value
            case _:
                continue
    return None
