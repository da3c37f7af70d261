"""Enumerations: named members with their values, by class."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from checks.declarations.classes import Attribute, Class

_BASE = re.compile(r"(Enum|Choices|Flag|ChoiceSet)$")
_STATE = re.compile(r"(Status|State|Phase|Stage|Step|Lifecycle)(es|s|Type|Enum|Choices)?$")
_PRIVATE = re.compile(r"^(_|CHOICES$|key$|choices$|labels?$|default$)")


def is_enum(cls: Class) -> bool:
    """Whether the class lists members: an `Enum` of any kind, Django's `TextChoices` and the like."""
    return any(_BASE.search(base) for base in cls.bases)


def is_state(cls: Class) -> bool:
    """Whether its name says that the members are states of something."""
    return bool(_STATE.search(cls.last_name))


def members_of(cls: Class) -> Mapping[str, Attribute]:
    """Name -> member, in source order."""
    return {
        name: attribute
        for name, attribute in cls.attributes.items()
        if attribute.value is not None and attribute.annotation is None and not _PRIVATE.match(name)
    }


def value_of(attribute: Attribute) -> str:
    """The value that is stored, as text: of `("paid", "Paid")` the first part."""
    value = attribute.value
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[0]
    return "" if value is None else ast.unparse(value)
