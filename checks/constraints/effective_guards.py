"""What stands in front of an entry point: its own guards, its class's, its router's, and those of what it calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import translate

from msgspec import Struct

from checks.constraints.entry_points import Callers
from checks.kit.index import callee, dotted
from checks.kit.modules import module_paths
from checks.ledger import Family, Guard
from checks.ledger.ancestors import ancestors_of
from checks.ledger.defaults import default_guards
from checks.ledger.extract import guards_of
from checks.ledger.resolve import callees, definitions
from checks.ledger.routers import router_guards
from checks.ledger.unit import Unit, units_of
from checks.ledger.words import family_of, words

_DEPTH = 2
_HOOKS = frozenset(
    "dispatch initial setup get_queryset get_object get_permissions check_permissions has_permission test_func "
    "prepare before_request get_serializer_context filter_queryset".split()
)
"""Methods that a framework calls around every handler of a class."""
_MARKERS = frozenset({"Depends", "Security"})
_IDENTITY = frozenset("user principal actor claims identity caller requester".split())
_OF_REQUESTS = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE, Family.RATE_LIMIT})
_BY_DEFAULT = ("permission_classes", "authentication_classes", "throttle_classes")


class Wanted:
    """What a constraint accepts: guard families, and names with `*`."""

    def __init__(self, any_of: tuple[str, ...]) -> None:
        """Sorts the words into families and names."""
        known = {family.value: family for family in Family}
        self.families = frozenset(known[word] for word in any_of if word in known)
        self._names = [re.compile(translate(word)) for word in any_of if word not in known]

    @property
    def callers(self) -> Callers:
        """Who has to pass it: what asks who somebody is concerns requests alone."""
        return Callers.REQUESTS if self.families and self.families <= _OF_REQUESTS else Callers.ANYBODY

    def in_unit(self, unit: Unit) -> ast.AST | None:
        """Where the unit itself has one of them; None where it has not."""
        guards = guards_of(unit) if self.families else ()
        found = next((guard for guard in guards if guard.family in self.families), None)
        if found is not None:
            return found.node
        provided = next((node for node, family in _provided(unit) if family in self.families), None)
        if provided is not None:
            return provided
        return next((node for node, name in _spelled(unit) if self._meets(name)), None) if self._names else None

    def takes(self, guard: Guard) -> bool:
        """Whether a guard that stands elsewhere is one of them."""
        return guard.family in self.families or any(map(self._meets, guard.tokens))

    def _meets(self, name: str) -> bool:
        last = name.rpartition(".")[2]
        return any(pattern.match(name) or pattern.match(last) for pattern in self._names)


def _provided(unit: Unit) -> Iterator[tuple[ast.AST, Family | None]]:
    """Dependencies that a class declares for all its handlers: `user: User = Depends(current_user)`."""
    if not isinstance(unit.node, ast.ClassDef):
        return
    for stmt in unit.own:
        value = stmt.value if isinstance(stmt, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Call) and value.args and dotted(value.func).rpartition(".")[2] in _MARKERS:
            provider = value.args[0]
            name = callee(provider).rpartition(".")[2]
            yield value, Family.AUTHENTICATION if _IDENTITY & set(words(name)) else family_of(name)


class Standing(Struct, frozen=True):
    """A guard that is in effect: the unit that writes it, and where."""

    unit: Unit
    node: ast.AST


def standing_guard(entry: Unit, wanted: Wanted) -> Standing | None:
    """The nearest of the wanted guards that is in effect over an entry point."""
    for unit in _in_the_way(entry):
        node = wanted.in_unit(unit)
        if node is not None:
            return Standing(unit, node)
    others = (*(router_guards(entry, guards_of) if entry.is_function else ()), *_defaults(entry))
    return next((Standing(unit, guard.node) for unit, guard in others if wanted.takes(guard)), None)


def _in_the_way(entry: Unit) -> Iterator[Unit]:
    """The unit, its class with hooks and bases, then what it calls, two calls deep; each once."""
    seen: set[Unit] = set()
    around = [entry, *_hooked(_classes(entry))]
    for unit in (*around, *_called(around)):
        if unit not in seen:
            seen.add(unit)
            yield unit


def _classes(entry: Unit) -> list[Unit]:
    """The class of a handler, and what it inherits from, as far as the repository holds it."""
    units = units_of(entry.source, entry.view)
    owner = entry if isinstance(entry.node, ast.ClassDef) else units.get(entry.class_name)
    return [] if owner is None else [owner, *ancestors_of(owner)]


def _hooked(classes: Iterable[Unit]) -> Iterator[Unit]:
    for unit in classes:
        yield unit
        inside = units_of(unit.source, unit.view)
        yield from (inside[name] for hook in sorted(_HOOKS) if (name := f"{unit.name}.{hook}") in inside)


def _defaults(entry: Unit) -> Iterator[tuple[Unit, Guard]]:
    """What the settings give to a class-based view that says nothing itself."""
    classes = _classes(entry)
    said = {target.id for unit in classes for stmt in unit.own for target in _targets(stmt)}
    for attribute in _BY_DEFAULT if classes else ():
        if attribute not in said:
            yield from default_guards(classes[0], attribute)


def has_unknown_base(entry: Unit) -> bool:
    """Whether the class inherits from one of this repository that nobody could find: it may bring the guard."""
    return any(
        not list(definitions(unit, name)) and _is_of_repository(unit, name)
        for unit in _classes(entry)
        if isinstance(unit.node, ast.ClassDef)
        for name in map(dotted, unit.node.bases)
        if name
    )


def _is_of_repository(unit: Unit, name: str) -> bool:
    origin = unit.source.index.imports.get(name.partition(".")[0], "")
    return bool(module_paths(unit.source.path, origin.rpartition(".")[0] or origin))


def _targets(stmt: ast.stmt) -> list[ast.Name]:
    targets = stmt.targets if isinstance(stmt, ast.Assign) else [stmt.target] if isinstance(stmt, ast.AnnAssign) else []
    return [target for target in targets if isinstance(target, ast.Name)]


def _called(units: Iterable[Unit]) -> Iterator[Unit]:
    level = [unit for unit in units if unit.is_function]
    for _ in range(_DEPTH):
        level = [called for unit in level for called in callees(unit, unit.called)]
        yield from level


def _spelled(unit: Unit) -> Iterator[tuple[ast.AST, str]]:
    """Every dotted name of the unit: decorators, bases, defaults, annotations and what it does."""
    node = unit.node
    roots: list[ast.AST] = list(unit.own)
    if not isinstance(node, ast.Module):
        roots = [*node.decorator_list, *roots]
    if isinstance(node, ast.ClassDef):
        roots = [*node.bases, *(keyword.value for keyword in node.keywords), *roots]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        roots = [node.args, *roots]
    for root in roots:
        for inner in ast.walk(root):
            if isinstance(inner, ast.Name | ast.Attribute) and (name := dotted(inner).lstrip(".")):
                yield inner, name
