"""The classes that a class inherits from, as far as they stand in the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checks.declarations.classes import Class, classes_of
from checks.kit import ChangeSet, Side, Source
from checks.kit.modules import module_paths

_DEEPEST = 4
_MOST = 12  # classes; a lineage that is longer is no longer read


def ancestors(changes: ChangeSet, start: Class, side: Side) -> Iterator[Class]:
    """The classes above `start`, nearest first; a base from outside of the repository is passed over."""
    read = changes.read_base if side is Side.LEFT else changes.read_head
    seen = {(start.source.path, start.name)}
    level: list[Class] = [start]
    for _ in range(_DEEPEST):
        above = [parent for cls in level for parent in _parents(changes, cls, read)]
        level = list[Class]()
        for parent in above:
            mark = (parent.source.path, parent.name)
            if mark not in seen and len(seen) < _MOST:
                seen.add(mark)
                level.append(parent)
                yield parent


def _parents(changes: ChangeSet, cls: Class, read: Callable[[str], Source | None]) -> Iterator[Class]:
    own = classes_of(changes, cls.source)
    for base in cls.bases:
        if base in own and own[base] is not cls:
            yield own[base]
            continue
        module, _, name = base.rpartition(".")
        for path in module_paths(cls.source.path, module) if module.strip(".") else ():
            source = read(path)
            found = classes_of(changes, source).get(name)
            if found is not None:
                yield found
                break
