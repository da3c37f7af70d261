"""From a call to the unit it calls: in the same file, in a changed file, in a module that is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from checks.kit import ChangeSet, Source
from checks.ledger.unit import Unit, units_of

_SELF = frozenset({"self", "cls", "super"})


def callees(unit: Unit, names: Iterable[str], changes: ChangeSet) -> Iterator[Unit]:
    """The units at head behind the called `names`, as far as they can be found by name."""
    for name in sorted(names):
        first, _, rest = name.partition(".")
        if first in _SELF:
            yield from _in_source(unit.source, f"{unit.class_name}.{rest}" if unit.class_name else rest, changes)
            continue
        yield from _in_source(unit.source, name, changes)
        origin = unit.source.index.imports.get(first)
        if origin is not None:
            dotted_name = f"{origin}.{rest}" if rest else origin
            yield from _in_module(unit.source.path, dotted_name, changes)


def _in_source(source: Source, name: str, changes: ChangeSet) -> Iterator[Unit]:
    units = changes.remember(("units", source), lambda: units_of(source))
    if name in units:
        yield units[name]


def _in_module(path: str, dotted_name: str, changes: ChangeSet) -> Iterator[Unit]:
    module, _, name = dotted_name.rpartition(".")
    if not module.strip("."):
        return
    for candidate in module_paths(path, module):
        source = changes.read_head(candidate)
        if source is not None:
            yield from _in_source(source, name, changes)
            return


def module_paths(importer: str, module: str) -> list[str]:
    """Where a module may stand, nearest first: below every folder around the importing file.

    Only names that share their first part with the importer's own path are looked for: a package
    from outside the repository is never asked for.
    """
    folder = PurePosixPath(importer).parent
    level = len(module) - len(module.lstrip("."))
    parts = [part for part in module.split(".") if part]
    if level:
        around = folder
        for _ in range(level - 1):
            around = around.parent
        return _files(around.joinpath(*parts))
    if not parts or parts[0] not in folder.parts:
        return []
    position = folder.parts.index(parts[0])
    root = PurePosixPath(*folder.parts[:position]) if position else PurePosixPath()
    return _files(root.joinpath(*parts))


def _files(stem: PurePosixPath) -> list[str]:
    return [f"{stem}.py", f"{stem}/__init__.py"]
