"""Defaults of the settings that guard every view which does not say otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.resolve import imported_alias
from checks.ledger.unit import MODULE, Unit, units_of

_KEYS = {
    "permission_classes": ("DEFAULT_PERMISSION_CLASSES", Family.AUTHORIZATION),
    "authentication_classes": ("DEFAULT_AUTHENTICATION_CLASSES", Family.AUTHENTICATION),
    "throttle_classes": ("DEFAULT_THROTTLE_CLASSES", Family.RATE_LIMIT),
}
_OPEN = re.compile(r"AllowAny|OrReadOnly|Anon|[Oo]ptional|_or_none")
_SETTINGS = "DJANGO_SETTINGS_MODULE"
_DEEPEST = 3  # settings that import settings


def default_guards(unit: Unit, attribute: str) -> Iterator[tuple[Unit, Guard]]:
    """The guards that Django REST framework gives to a view without `attribute`, with the settings module."""
    if attribute not in _KEYS:
        return
    key, family = _KEYS[attribute]
    for settings in settings_modules(unit):
        value = _default(settings, key)
        if value is not None:
            guards = (_guard(item, attribute, family) for item in value)
            yield from ((settings, guard) for guard in guards if not lets_anybody_in(guard))
            return


def settings_modules(unit: Unit) -> Iterator[Unit]:
    """The settings that rule the project of a unit, and those that they import whole; the first that says counts."""
    settings = _settings_of(unit)
    for _ in range(_DEEPEST):
        if settings is None:
            return
        yield settings
        settings = _imported_whole(settings)


def lets_anybody_in(guard: Guard) -> bool:
    """Whether a guard asks for nothing, or only of some callers."""
    return any(_OPEN.search(token) for token in guard.tokens)


def _settings_of(unit: Unit) -> Unit | None:
    """The settings module that the nearest `manage.py` names."""
    for folder in PurePosixPath(unit.source.path).parents:
        source = unit.view.read((folder / "manage.py").as_posix())
        if source is None:
            continue
        for call in source.index.all(ast.Call):
            match call.args:
                case [ast.Constant(value=str(name)), ast.Constant(value=str(module)), *_] if name == _SETTINGS:
                    return _module(unit, folder, module)
                case _:
                    continue
        return None
    return None


def _module(unit: Unit, root: PurePosixPath, name: str) -> Unit | None:
    stem = root.joinpath(*name.split("."))
    for path in (f"{stem}.py", f"{stem}/__init__.py"):
        source = unit.view.read(path)
        if source is not None:
            return units_of(source, unit.view)[MODULE]
    return None


def _imported_whole(settings: Unit) -> Unit | None:
    """`from .base import *`."""
    folder = PurePosixPath(settings.source.path).parent
    for stmt in settings.own:
        if isinstance(stmt, ast.ImportFrom) and any(alias.name == "*" for alias in stmt.names) and stmt.level:
            around = folder
            for _ in range(stmt.level - 1):
                around = around.parent
            return _module(settings, around, stmt.module or "")
    return None


def _default(settings: Unit, key: str) -> list[ast.expr] | None:
    value = imported_alias(settings, "REST_FRAMEWORK")
    if not isinstance(value, ast.Dict):
        return None
    for name, item in zip(value.keys, value.values, strict=True):
        if isinstance(name, ast.Constant) and name.value == key and isinstance(item, ast.List | ast.Tuple):
            return item.elts
    return None


def _guard(item: ast.expr, attribute: str, family: Family) -> Guard:
    text = item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else ast.unparse(item)
    name = text.rpartition(".")[2]
    own = Family.AUTHENTICATION if name == "IsAuthenticated" else family
    return Guard(
        family=own,
        form=Form.CLASS_ATTRIBUTE,
        key=f"{attribute}: {name}",
        tokens=frozenset({name}),
        label=f"{_KEYS[attribute][0]} = … {name}",
        node=item,
        fact=f"default {name}",
    )
