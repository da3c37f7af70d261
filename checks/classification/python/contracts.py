"""Area api-contracts: what callers relied on and no longer get (family AP); new fields and routes break nobody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.clue import describe, whole_words
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Area, Side
from checks.kit.index import dotted

_ROUTE = whole_words(
    r"^(?:\w+ )*(?:get|post|put|patch|delete|head|options|route|api route|websocket|action"
    r"|require http methods)(?: \w+)* < decorator"
)
_ROUTE_OPTION = whole_words(
    r"^(?:response model(?: \w+)*|status code|methods|response class|path|detail|url path|response"
    r"|by alias)$"
)
_OUTPUT_BASE = re.compile(r"(?:Serializer|Schema|ObjectType|Response|Read|Out|Output|Public)$")
_OUTPUT_NAME = re.compile(r"(?:Serializer|Response|Read|Out|Output|Public|ResponseModel)$")
_NO_FIELD = whole_words(
    r"^(?:model config|config|meta|model|fields|exclude|read only fields|extra kwargs|queryset"
    r"|model fields|dunder \w+)$"
)
_PAGES = whole_words(
    r"^(?:pagination class|paginator|paginate by|page size(?: \w+)*|max page size|max limit"
    r"|default limit|renderer classes)$"
)


def areas(delta: Delta, fact: Fact) -> Iterator[FileArea]:
    """Api-contracts, for something of an answer, a request or a route that went away or changed."""
    for rule in (_route, _field, _status, _pages):
        reason = rule(delta, fact)
        if reason:
            yield FileArea(Area.API_CONTRACTS, reason, 0.65)


def _route(delta: Delta, fact: Fact) -> str:
    if fact.form is not Form.ARGUMENT or fact.side is not Side.LEFT:
        return ""
    if fact.inside.startswith(("django urls path", "django urls re path", "path <", "re path <")) and not fact.name:
        return f"route {quoted(fact.text)} {delta.verb(fact)}" if fact.text[:1] in "'\"rf" else ""
    if not _ROUTE.search(fact.inside):
        return ""
    if fact.name and not _ROUTE_OPTION.search(spoken(fact.name)):
        return ""
    if not fact.name and fact.text[:1] not in "'\"rf":
        return ""
    return describe(delta, fact, "route option" if fact.name else "route")


def _field(delta: Delta, fact: Fact) -> str:
    owner = delta.class_of(fact)
    if fact.side is not Side.LEFT or owner is None or delta.definition(fact) is not owner:
        return ""
    if fact.form is Form.ENTRY and fact.target == "fields" and fact.text[:1] in "'\"":
        return f"{quoted(fact.text)} left the fields of {quoted(fact.unit)}"
    if (
        fact.form is not Form.CLASS_ATTRIBUTE
        or delta.verb(fact) != "was removed"
        or not delta.stands_on_both(fact.unit)
    ):
        return ""
    if _NO_FIELD.search(spoken(fact.name)) or not _is_output(owner):
        return ""
    return f"field {quoted(fact.name)} of {quoted(fact.unit)} was removed"


def _is_output(owner: ast.ClassDef) -> bool:
    bases = [dotted(base) for base in owner.bases]
    return bool(_OUTPUT_NAME.search(owner.name)) or any(map(_OUTPUT_BASE.search, bases))


def _status(delta: Delta, fact: Fact) -> str:
    if fact.form is Form.ARGUMENT and fact.name in {"status", "status_code"} and delta.verb(fact) == "was changed":
        return describe(delta, fact, "status code")
    return ""


def _pages(delta: Delta, fact: Fact) -> str:
    if fact.form in {Form.CLASS_ATTRIBUTE, Form.DECORATOR} and _PAGES.search(spoken(fact.name)):
        return describe(delta, fact, "pagination")
    return ""
