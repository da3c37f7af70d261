"""Guards that went away with a method, while the class falls back to what it inherits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from checks.kit import Area, Change
from checks.kit.index import dotted
from checks.ledger.compare import confidence_of
from checks.ledger.entry import Entry, Verdict
from checks.ledger.extract.decorators import decorator_family, decorators_of
from checks.ledger.extract.outcomes import family_by_words
from checks.ledger.family import Family
from checks.ledger.gains import Gains
from checks.ledger.guard import Form, Guard
from checks.ledger.pairing import Pairing
from checks.ledger.unit import Unit, units_of
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
_REFUSES = re.compile(r"^(add_error|fail|abort|error|reject|ValidationError|send_error)$|_error$|^(raise|validate)_")
_ACTIONS = frozenset(
    {"create", "update", "partial_update", "destroy", "retrieve", "list", "delete", "save", "post", "put"}
)
_DAMPED = 0.9
_CALLS_ON = 0.85  # what it inherits does the work anyway
_PERHAPS_INHERITED = 0.5  # a generic view may offer the action by itself, or the endpoint is simply gone
_NAMED = frozenset({Family.AUTHORIZATION, Family.AUTHENTICATION, Family.RATE_LIMIT, Family.SIGNATURE})


def removed_hooks(pairing: Pairing, gains: Gains) -> Iterator[Entry]:
    """An entry for every guard of a method that is gone from a class that stays and inherits."""
    for change, unit in pairing.gone:
        heir = pairing.heads[change].get(unit.class_name)
        if heir is None or not isinstance(heir.node, ast.ClassDef) or not unit.is_function or not heir.node.bases:
            continue
        sureness = _sureness(unit, heir)
        if sureness and not any(_takes_over(other, unit, heir) for where, other in pairing.new if where is change):
            yield from _strongest(_entries(change, unit, heir, gains, sureness))


def _strongest(entries: Iterable[Entry]) -> list[Entry]:
    """One entry per area: a method that went away is one loss, however many guards stood in it."""
    best: dict[Area, Entry] = {}
    for entry in entries:
        known = best.get(entry.guard.family.area)
        if known is None or entry.confidence > known.confidence:
            best[entry.guard.family.area] = entry
    return list(best.values())


def _sureness(unit: Unit, heir: Unit) -> float:
    """How sure it is that an inherited method runs instead, or nothing; 0 for a method that only went away."""
    name = unit.name.rpartition(".")[2]
    if _is_validator(unit, name, heir):
        return _field_stands(unit, name, heir) if _refuses(unit) else 0.0
    if _HOOKS.match(name):
        return _DAMPED
    if name not in _ACTIONS:
        return 0.0
    return _CALLS_ON if _calls_super(unit, name) else _PERHAPS_INHERITED


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
    name = unit.name.rpartition(".")[2]
    found = [_validator(unit, name)] if _is_validator(unit, name, heir) else list(gains.guards(unit))
    for guard in found or _by_name(unit):
        cover = gains.cover_around(guard, unit, heir)
        confidence = confidence_of(guard, 1.0) * sureness
        if cover is None:
            yield Entry(Verdict.LOST, change, guard, unit, heir, confidence)
        else:
            yield Entry(
                Verdict.MOVED, change, guard, unit, heir, confidence * 0.7, cover.guard, cover.unit, cover.proven
            )


def _takes_over(other: Unit, unit: Unit, heir: Unit) -> bool:
    """A new validator of the same class that refuses, and speaks of the same field."""
    name = unit.name.rpartition(".")[2]
    if other.class_name != unit.class_name or not _is_validator(unit, name, heir):
        return False
    fields = _spoken_fields(unit, name) - {""}
    taker = other.name.rpartition(".")[2]
    return (
        _is_validator(other, taker, heir) and _refuses(other) and fields <= other.spoken | _spoken_fields(other, taker)
    )


def _is_validator(unit: Unit, name: str, heir: Unit) -> bool:
    if any(_marks_validator(decorator) for decorator in decorators_of(unit)):
        return True
    bases = [ast.unparse(base) for base in heir.node.bases] if isinstance(heir.node, ast.ClassDef) else []
    return bool(_INPUT_HOOKS.match(name)) and any(_INPUT.search(base) for base in bases)


def _marks_validator(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return decorator_family(dotted(target)) is Family.VALIDATION and "valid" in dotted(target).rpartition(".")[2]


def _refuses(unit: Unit) -> bool:
    """Whether a validator can say no, by an exception or by noting an error; others only tidy up."""
    return any(isinstance(node, ast.Raise | ast.Assert) for node in unit.nodes) or any(
        _REFUSES.search(called.rpartition(".")[2]) for called in unit.called
    )


def _field_stands(unit: Unit, name: str, heir: Unit) -> float:
    """0 when every field that the validator speaks of is gone as well; little when its type may refuse now."""
    before = units_of(unit.source, unit.view).get(unit.class_name)
    old, new = (_declared(before.own) if before is not None else {}), _declared(heir.own)
    fields = _spoken_fields(unit, name) & old.keys()
    if fields and not fields & new.keys():
        return 0.0
    return _PERHAPS_INHERITED if any(new.get(field, "") != old[field] for field in fields) else _DAMPED


def _spoken_fields(unit: Unit, name: str) -> set[str]:
    spoken = {
        argument.value
        for decorator in decorators_of(unit)
        if isinstance(decorator, ast.Call)
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    if match := _INPUT_HOOKS.match(name):
        spoken.add((match[2] or "").lstrip("_"))
    return spoken


def _declared(statements: tuple[ast.stmt, ...]) -> dict[str, str]:
    """Field of a class -> its declaration as text."""
    found: dict[str, str] = {}
    for stmt in statements:
        match stmt:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = ast.unparse(stmt)
            case _:
                pass
    return found


def _validator(unit: Unit, name: str) -> Guard:
    fact = f"validator {name}"
    answers = (family_by_words(ast.unparse(node)) for node in unit.nodes if isinstance(node, ast.Raise))
    family = next((answer for answer in answers if answer is not None and answer in _NAMED), Family.VALIDATION)
    return Guard(family, Form.CALL, fact, unit.spoken, f"def {name}(…)", unit.node, fact, weight=1.1)


def _by_name(unit: Unit) -> Iterator[Guard]:
    """A method such as `get_required_permission` guards by what it answers."""
    name = unit.name.rpartition(".")[2]
    family = family_of(name)
    if family is not None and family in _NAMED:
        key = f"method {name}"
        yield Guard(family, Form.CLASS_ATTRIBUTE, key, frozenset({name}), f"def {name}(…)", unit.node, key, weight=0.9)
