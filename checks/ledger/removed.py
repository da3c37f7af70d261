"""Guards that went away with a method, while the class falls back to what it inherits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Change
from checks.ledger.compare import confidence_of
from checks.ledger.entry import Entry, Verdict
from checks.ledger.family import Family
from checks.ledger.gains import Gains
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pairing
from checks.ledger.unit import Unit
from checks.ledger.words import family_of

_HOOKS = re.compile(
    r"^(validate\w*|clean\w*|get_queryset|get_object|get_permissions?|get_required_permissions?|get_authenticat\w+|"
    r"get_throttles|has_\w+|_?check_?\w*|_?require_?\w*|dispatch|initial|perform_\w+|form_valid|test_func|can_\w+|is_allowed\w*|"
    r"authenticate\w*|authorize\w*|before_\w+|prepare|\w*permissions?\w*|\w*access\w*|\w*protection\w*|\w*restrict\w*)$",
    re.IGNORECASE,
)
_ACTIONS = frozenset(
    {"create", "update", "partial_update", "destroy", "retrieve", "list", "delete", "save", "post", "put"}
)
_GENERIC = re.compile(r"(ModelViewSet|ViewSet|Mixin|ModelSerializer|Serializer|Admin)$")
_DAMPED = 0.9
_NAMED = frozenset({Family.AUTHORIZATION, Family.AUTHENTICATION, Family.RATE_LIMIT, Family.SIGNATURE})


def removed_hooks(pairing: Pairing, gains: Gains) -> Iterator[Entry]:
    """An entry for every guard of a method that is gone from a class that stays and inherits."""
    for change, unit in pairing.gone:
        heir = pairing.heads[change].get(unit.class_name)
        if heir is None or not isinstance(heir.node, ast.ClassDef) or not unit.is_function:
            continue
        if heir.node.bases and _is_hook(unit, heir.node):
            yield from _entries(change, unit, heir, gains)


def _is_hook(unit: Unit, heir: ast.ClassDef) -> bool:
    name = unit.name.rpartition(".")[2]
    if _HOOKS.match(name):
        return True
    bases = [ast.unparse(base) for base in heir.bases]
    inherits = any(_GENERIC.search(base) for base in bases) or f"super.{name}" in {_plain(c) for c in unit.called}
    return name in _ACTIONS and inherits


def _plain(called: str) -> str:
    return called.lstrip(".") if called.startswith("super") else f"super.{called.lstrip('.')}"


def _entries(change: Change, unit: Unit, heir: Unit, gains: Gains) -> Iterator[Entry]:
    found = list(gains.guards(unit)) or list(_by_name(unit))
    for guard in found:
        cover = gains.cover_around(guard, unit, heir)
        confidence = confidence_of(guard, 1.0) * _DAMPED
        if cover is None:
            yield Entry(Verdict.LOST, change, guard, unit, heir, confidence)
        else:
            yield Entry(
                Verdict.MOVED, change, guard, unit, heir, confidence * 0.7, cover.guard, cover.unit, cover.proven
            )


def _by_name(unit: Unit) -> Iterator[Guard]:
    """A method such as `get_required_permission` guards by what it answers."""
    name = unit.name.rpartition(".")[2]
    family = family_of(name)
    if family is not None and family in _NAMED:
        key = f"method {name}"
        yield Guard(family, Form.CLASS_ATTRIBUTE, key, frozenset({name}), f"def {name}(…)", unit.node, key, weight=0.9)
