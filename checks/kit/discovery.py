"""Finds every check: a module below `checks.<area>` that is not private is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.util import find_spec
from types import ModuleType

import checks
from checks.kit.areas import Area
from checks.kit.check import Check, MalformedCheck
from checks.kit.page import Page, PageProblem, read_page


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, ordered by id.

    Raises:
        MalformedCheck: a module lacks its `check`, its page or its examples; names file and line.
    """
    found = [load_check(name) for area in Area for name in _modules(area)]
    return tuple(sorted(found, key=lambda check: check.id))


def find_check(check_id: str) -> Check | None:
    """The check of that public id, if there is one."""
    return next((check for check in all_checks() if check.id == check_id), None)


def page_of(check: Check) -> Page:
    """The page of a check that discovery accepted."""
    return read_page(check.doc)


def _modules(area: Area) -> list[str]:
    name = f"{checks.__name__}.{area.package}"
    spec = find_spec(name)
    if spec is None or spec.submodule_search_locations is None:
        return []
    modules = pkgutil.iter_modules(spec.submodule_search_locations)
    return [f"{name}.{module.name}" for module in modules if not module.name.startswith("_")]


def load_check(name: str) -> Check:
    module = importlib.import_module(name)
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
