"""Finds every check: a module below `checks.<area>` that is not private is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import checks
from checks.kit.areas import Area
from checks.kit.change import ChangeSet
from checks.kit.check import Check, MalformedCheck, id_of
from checks.kit.page import Page, PageProblem, read_page


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, ordered by id.

    Raises:
        MalformedCheck: a module lacks its `check`, its page or its examples; names file and line.
    """
    found = [check for area in Area for check in checks_of(area)]
    return tuple(sorted(found, key=lambda check: check.id))


def checks_concerned(changes: ChangeSet) -> Iterator[Check]:
    """The checks that may have something to say of these changes: an area that has nothing is not even loaded.

    An area says so itself: where its package has a function `concerns(change)`, and that holds for no
    changed file, none of its checks would find anything.
    """
    for area in Area:
        concerns = getattr(import_module(_package(area)), "concerns", None)
        if concerns is None or any(map(concerns, changes)):
            yield from checks_of(area)


@cache
def checks_of(area: Area) -> tuple[Check, ...]:
    """The checks of one area; raises MalformedCheck as `all_checks` does."""
    return tuple(map(load_check, _modules(area)))


def check_ids() -> frozenset[str]:
    """The ids of all checks; none is loaded for it."""
    return frozenset(id_of(name) for area in Area for name in _modules(area))


def find_check(check_id: str) -> Check | None:
    """The check of that public id, if there is one; no other is loaded."""
    names = (name for area in Area if check_id.startswith(f"{area}/") for name in _modules(area))
    return next((load_check(name) for name in names if id_of(name) == check_id), None)


def page_of(check: Check) -> Page:
    """The page of a check that discovery accepted."""
    return read_page(check.doc)


def _package(area: Area) -> str:
    return f"{checks.__name__}.{area.package}"


def _modules(area: Area) -> list[str]:
    name = _package(area)
    spec = find_spec(name)
    if spec is None or spec.submodule_search_locations is None:
        return []
    modules = pkgutil.iter_modules(spec.submodule_search_locations)
    return [f"{name}.{module.name}" for module in modules if not module.name.startswith("_")]


def load_check(name: str) -> Check:
    module = import_module(name)
    check = getattr(module, "check", None)
    if not isinstance(check, Check):
        raise _malformed(module, 1, "has no module value `check = Check(...)`; see `holdfast new-check`")
    if check.module != name:
        raise _malformed(module, 1, f"its check says module={check.module!r}; write module=__name__")
    try:
        read_page(check.doc)
    except PageProblem as problem:
        raise _malformed(module, problem.line, str(problem)) from problem
    if not any(example.finds for example in check.examples):
        raise _malformed(module, 1, "no example finds anything; add one with finds=((line, words),)")
    if all(example.finds for example in check.examples):
        raise _malformed(module, 1, "no example is silent; add the traps of its catalogue row")
    return check


def _malformed(module: ModuleType, line: int, what: str) -> MalformedCheck:
    return MalformedCheck(f"{module.__file__}:{line}: {what}")
