"""Defaults of the settings that guard every view which does not say otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.project import settings_modules
from checks.ledger.resolve import imported_alias
from checks.ledger.unit import Unit

_KEYS = {
    "permission_classes": ("DEFAULT_PERMISSION_CLASSES", Family.AUTHORIZATION),
    "authentication_classes": ("DEFAULT_AUTHENTICATION_CLASSES", Family.AUTHENTICATION),
    "throttle_classes": ("DEFAULT_THROTTLE_CLASSES", Family.RATE_LIMIT),
}
_OPEN = re.compile(r"AllowAny|OrReadOnly|Anon|[Oo]ptional|_or_none")


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


def lets_anybody_in(guard: Guard) -> bool:
    """Whether a guard asks for nothing, or only of some callers."""
    return any(_OPEN.search(token) for token in guard.tokens)


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
