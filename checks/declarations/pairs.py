"""Which class at head is which class at base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy

from msgspec import Struct

from checks.declarations.classes import Class, classes_of
from checks.kit import Change, ChangeSet
from checks.kit.files import is_test, language

_ALIKE = 0.6
_SMALLEST = 3  # attributes; smaller classes look alike by chance


class ClassPair(Struct, frozen=True):
    """A class on both sides, its texts differing.

    Attributes:
        change: the file of the base class.
        head_change: the file of the head class; another one when the class moved.
    """

    change: Change
    base: Class
    head: Class
    head_change: Change


def class_pairs(change: Change) -> tuple[ClassPair, ...]:
    """The edited classes of a changed Python file that is no test, in the order of the base."""
    return change.ask(_pairs)


def is_read(change: Change) -> bool:
    """Whether declarations of this file are read at all."""
    return language(change.path) == "python" and not is_test(change.path)


def _pairs(change: Change) -> tuple[ClassPair, ...]:
    if not is_read(change) or change.base is None:
        return ()
    return tuple(_found(change))


def _found(change: Change) -> Iterator[ClassPair]:
    changes = change.within
    base, head = classes_of(changes, change.base), classes_of(changes, change.head)
    renamed = {name: twin for name, twin in head.items() if name not in base}
    for name, old in base.items():
        new, where = head.get(name), change
        if new is None:
            new, where = _elsewhere(change, old, renamed)
        if new is not None and new.text != old.text:
            yield ClassPair(change, old, _with_new_bases(new, head, base) if where is change else new, where)


def _with_new_bases(cls: Class, head: Mapping[str, Class], base: Mapping[str, Class]) -> Class:
    """The class with the body of the bases that the head made out of it: split in two, it declares what it declared."""
    parents = [head[name] for name in cls.bases if name in head and name not in base and head[name] is not cls]
    if not parents:
        return cls
    node = copy(cls.node)
    node.bases = [*(inner for parent in parents for inner in parent.node.bases), *cls.node.bases]
    node.body = [*(stmt for parent in parents for stmt in parent.node.body), *cls.node.body]
    return Class(cls.source, cls.name, node)


def _elsewhere(change: Change, old: Class, renamed: Mapping[str, Class]) -> tuple[Class | None, Change]:
    """The same class under another name in this file, or under its name in another changed file."""
    for other, new in change.within.ask(_new_classes).get(old.last_name, ()):
        if other is not change and _similarity(old, new) >= _ALIKE / 2:
            return new, other
    scored = [(_similarity(old, new), name) for name, new in renamed.items()]
    best = max(scored, default=(0.0, ""))
    if best[0] >= _ALIKE and len(old.attributes) >= _SMALLEST:
        return renamed[best[1]], change
    return None, change


def _new_classes(changes: ChangeSet) -> Mapping[str, tuple[tuple[Change, Class], ...]]:
    """Last name -> classes at head that their file did not have at base."""
    found: dict[str, tuple[tuple[Change, Class], ...]] = {}
    for change in changes:
        if not is_read(change):
            continue
        known = classes_of(changes, change.base)
        for name, new in classes_of(changes, change.head).items():
            if name not in known:
                found[new.last_name] = (*found.get(new.last_name, ()), (change, new))
    return found


def _similarity(old: Class, new: Class) -> float:
    """Share of common attributes and methods, 0..1."""
    one = {*old.attributes, *old.methods}
    other = {*new.attributes, *new.methods}
    return len(one & other) / len(one | other) if one | other else 0.0
