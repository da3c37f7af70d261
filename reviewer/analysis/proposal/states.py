"""Fields of models that hold a state: by their name and by what they may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final

from checks.constraints.layer_names import parts_of
from checks.kit import Source, Undecodable, Unparsable
from checks.kit.index import dotted

_NAME: Final = re.compile(r"^(?:\w+_)?(?:status|state|phase|stage)$")
_NO_MODEL: Final = re.compile(r"(Serializer|Form|Filter|FilterSet|Schema|Table|Input|View|ViewSet)$")
_MOST: Final = 12


def state_fields(sources: Iterable[Source]) -> Iterator[str]:
    """`module.Model.field` of the first dozen, in the order of the files."""
    found = 0
    for source in sources:
        for name in _of(source):
            if found == _MOST:
                return
            found += 1
            yield name


def _of(source: Source) -> Iterator[str]:
    try:
        body = source.tree.body
    except (Undecodable, Unparsable):
        return
    module = ".".join(part for part in parts_of(source.path)[-2:] if part.isidentifier())
    for node in body:
        if isinstance(node, ast.ClassDef) and not _NO_MODEL.search(node.name):
            for stmt in node.body:
                name = _field(stmt)
                if name:
                    yield f"{module}.{node.name}.{name}" if module else f"{node.name}.{name}"


def _field(stmt: ast.stmt) -> str:
    match stmt:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
            return name if _NAME.match(name) and _holds_states(value) else ""
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as value):
            return name if _NAME.match(name) and _holds_states(value) else ""
        case _:
            return ""


def _holds_states(value: ast.Call) -> bool:
    """A column of an enum or of choices, or a field of a state machine."""
    name = dotted(value.func).rpartition(".")[2]
    if "FSM" in name or name == "EnumField":
        return True
    if any(keyword.arg == "choices" for keyword in value.keywords):
        return True
    inner = [dotted(arg.func).rpartition(".")[2] for arg in value.args if isinstance(arg, ast.Call)]
    return name in {"Column", "mapped_column"} and "Enum" in inner
