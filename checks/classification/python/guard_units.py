"""Units that are guards themselves: a change of what one of them does is a change of access."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.clues import units
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Area
from checks.kit.index import dotted

_MEANS = frozenset(Form) - {Form.IMPORT, Form.DEFINITION, Form.SETTING, Form.PARAMETER}
_DECIDES = frozenset({Form.CONDITION, Form.RAISE, Form.OPERATOR})
_WORKS = _MEANS - {Form.DECORATOR, Form.BASE, Form.ENTRY, Form.SCOPE, Form.HANDLER}
_MOST_BASES = 50  # of one class; nobody writes so many, and each unit of the class asks
_FIELD = re.compile(r"(?:Field|Key|Column|column|relationship|Serializer|Mixin)\(")
_PROSE = re.compile(r"=\s*f?['\"]")


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Auth, for a fact that changes what a guarding unit does; validation, for one in a validator."""
    if fact.form is Form.IMPORT:
        yield from _library(delta, fact)
    elif fact.form in _MEANS and fact.unit and not _talks(fact):
        why = _guards(delta, fact)
        if why:
            yield FileArea(Area.AUTH, f"changes {quoted(fact.unit)}, {why}", 0.7)
        elif fact.form in _DECIDES and units.VALIDATOR.search(_last(fact)):
            yield FileArea(Area.VALIDATION, f"changes the validator {quoted(fact.unit)}", 0.6)


def _last(fact: Fact) -> str:
    return spoken(fact.unit.rpartition(".")[2])


def _talks(fact: Fact) -> bool:
    """Whether the fact only tells people something: a log line, a message."""
    if units.TALK.search(f"{fact.inside} < {spoken(fact.name)} < {spoken(fact.target)}"):
        return True
    if fact.form is Form.ARGUMENT and not fact.name and units.MESSAGE_OF.search(fact.inside):
        return True
    return " " in fact.text.partition("=")[2].strip() and bool(_PROSE.search(fact.text))


def _library(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Another library that proves identity: the import may be the whole change of behaviour."""
    if not units.AUTH_LIBRARY.search(fact.said):
        return
    imports = delta.elsewhere(Form.IMPORT, fact)
    others = {_package(other.name) for other in imports if units.AUTH_LIBRARY.search(other.said)}
    if others and _package(fact.name) not in others:
        yield FileArea(Area.AUTH, f"library {quoted(fact.name)} {delta.verb(fact)}", 0.65)


def _package(origin: str) -> str:
    return origin.partition(".")[0]


def _guards(delta: Delta, fact: Fact) -> str:
    """Why a change of this unit is a change of access; "" when it is none."""
    if units.NO_ACCESS.search(spoken(fact.unit)):
        return ""
    if units.GUARD_FUNCTION.search(_last(fact)) and not units.NO_GUARD_FUNCTION.search(_last(fact)):
        return "a guard by its name"
    if units.PROVING_FUNCTION.search(_last(fact)) and delta.imports(fact.side, units.AUTH_LIBRARY):
        return "which proves identity"
    if _in_guard_class(delta, fact):
        return "which decides on access"
    if _in_auth_unit(delta, fact):
        return "part of signing in or of access"
    return "where users sign in" if _where_users_sign_in(delta, fact) else ""


def _in_guard_class(delta: Delta, fact: Fact) -> bool:
    around = delta.class_of(fact)
    if around is None:
        return False
    bases = [spoken(dotted(base).rpartition(".")[2]) for base in around.bases[:_MOST_BASES]]
    if any(base.endswith("model") or base == "enum" for base in bases):
        return False  # a record of rights, not what decides on them
    return any(units.GUARD_CLASS.search(name) for name in [spoken(around.name), *bases])


def _in_auth_unit(delta: Delta, fact: Fact) -> bool:
    if fact.form not in _WORKS or not (_in_function(delta, fact) or _steers_a_class(fact)):
        return False
    if not units.AUTH_PATH.search(spoken(delta.change.path)):
        return False
    if not units.AUTH_UNIT.search(spoken(fact.unit)):
        return False
    answer = fact.said if fact.form is Form.RETURN else ""
    return not units.PAGE.search(f"{fact.inside} < {spoken(fact.name)} < {answer}")


def _in_function(delta: Delta, fact: Fact) -> bool:
    return delta.definition(fact) is not delta.class_of(fact)


def _steers_a_class(fact: Fact) -> bool:
    """Whether a class attribute steers a class, and is neither a column nor a field nor a matter of display."""
    if fact.form is not Form.CLASS_ATTRIBUTE or _FIELD.search(fact.text) or ":" in fact.text.partition("=")[0]:
        return False
    return not units.DISPLAY_CLASS.search(spoken(fact.unit))


def _where_users_sign_in(delta: Delta, fact: Fact) -> bool:
    definition = delta.definition(fact)
    if definition is None or not _in_function(delta, fact):
        return False
    if not units.SIGN_IN_PLACE.search(spoken(f"{fact.unit} {delta.change.path}")):
        return False
    return any(units.SIGN_IN_CALL.search(call) for call in delta.calls_in(fact.side, definition))
