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
    r"^(get_queryset|get_object|get_permissions?|get_required_permissions?|get_authenticat\w+|"
    r"get_throttles|has_\w+|_?check_?\w*|_?require_?\w*|dispatch|initial|perform_\w+|form_valid|test_func|can_\w+|"
    r"is_allowed\w*|authenticate\w*|authorize\w*|before_\w+|prepare|\w*permissions?\w*|\w*access\w*|\w*protection\w*|"
    r"\w*restrict\w*)$",
    re.IGNORECASE,
)
_INPUT_HOOKS = re.compile(r"^(validate|clean)(_\w+)?$")
_INPUT = re.compile(r"(Form|Model|Serializer|Schema|Field|Set)(Mixin)?$")
_ACTIONS = frozenset(
    {"create", "update", "partial_update", "destroy", "retrieve", "list", "delete", "save", "post", "put"}
)
_DAMPED = 0.9
_PERHAPS_INHERITED = 0.5  # a generic view may offer the action by itself, or the endpoint is simply gone
_NAMED = frozenset({Family.AUTHORIZATION, Family.AUTHENTICATION, Family.RATE_LIMIT, Family.SIGNATURE})


def removed_hooks(pairing: Pairing, gains: Gains) -> Iterator[Entry]:
    """An entry for every guard of a method that is gone from a class that stays and inherits."""
    for change, unit in pairing.gone:
        heir = pairing.heads[change].get(unit.class_name)
        if heir is None or not isinstance(heir.node, ast.ClassDef) or not unit.is_function or not heir.node.bases:
            continue
        sureness = _sureness(unit, heir.node)
        if sureness:
            yield from _entries(change, unit, heir, gains, sureness)


def _sureness(unit: Unit, heir: ast.ClassDef) -> float:
    """How sure it is that an inherited method runs instead; 0 for a method that only went away."""
    name = unit.name.rpartition(".")[2]
    bases = [ast.unparse(base) for base in heir.bases]
    if _HOOKS.match(name) or (_INPUT_HOOKS.match(name) and any(_INPUT.search(base) for base in bases)):
        return _DAMPED
    if name not in _ACTIONS:
        return 0.0
    return _DAMPED if _calls_super(unit, name) else _PERHAPS_INHERITED


def _calls_super(unit: Unit, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
        for node in unit.nodes
    )


def _entries(change: Change, unit: Unit, heir: Unit, gains: Gains, sureness: float) -> Iterator[Entry]:
    found = list(gains.guards(unit)) or list(_by_name(unit))
    for guard in found:
        cover = gains.cover_around(guard, unit, heir)
        confidence = confidence_of(guard, 1.0) * sureness
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
