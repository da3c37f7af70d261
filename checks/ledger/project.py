"""The Django project that a unit belongs to: where it starts, and which settings rule it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.ledger.unit import MODULE, Unit, units_of

_SETTINGS = "DJANGO_SETTINGS_MODULE"
_DEEPEST = 3  # settings that import settings


def settings_modules(unit: Unit) -> Iterator[Unit]:
    """The settings that rule the project of a unit, and those that they import whole; the first that says counts."""
    root, name = _project_of(unit)
    settings = module_in(unit, root, name) if name else None
    for _ in range(_DEEPEST):
        if settings is None:
            return
        yield settings
        settings = _imported_whole(settings, root)


def in_project(unit: Unit, name: str) -> Unit | None:
    """The module of a dotted name such as `shop.middleware`, as the project of a unit imports it."""
    root, settings = _project_of(unit)
    return module_in(unit, root, name) if settings else None


def module_in(unit: Unit, root: PurePosixPath, name: str) -> Unit | None:
    """The module of a dotted name below a folder, on the side of `unit`."""
    stem = root.joinpath(*name.split("."))
    for path in (f"{stem}.py", f"{stem}/__init__.py"):
        source = unit.view.read(path)
        if source is not None:
            return units_of(source, unit.view)[MODULE]
    return None


def _project_of(unit: Unit) -> tuple[PurePosixPath, str]:
    """The folder of the nearest `manage.py`, and the settings that it names; "" when there is none."""
    for folder in PurePosixPath(unit.source.path).parents:
        source = unit.view.read((folder / "manage.py").as_posix())
        if source is None:
            continue
        for call in source.index.all(ast.Call):
            match call.args:
                case [ast.Constant(value=str(name)), ast.Constant(value=str(module)), *_] if name == _SETTINGS:
                    return folder, module
                case _:
                    continue
        return folder, ""
    return PurePosixPath(), ""


def _imported_whole(settings: Unit, root: PurePosixPath) -> Unit | None:
    """`from .base import *`, `from config.settings.base import *`."""
    for stmt in settings.own:
        if not isinstance(stmt, ast.ImportFrom) or all(alias.name != "*" for alias in stmt.names):
            continue
        if not stmt.level:
            return module_in(settings, root, stmt.module or "")
        around = PurePosixPath(settings.source.path).parent
        for _ in range(stmt.level - 1):
            around = around.parent
        return module_in(settings, around, stmt.module or "")
    return None
