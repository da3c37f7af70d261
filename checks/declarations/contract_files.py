"""Written contracts of an API as promises: OpenAPI in YAML or JSON, and the schema language of GraphQL.

They are read line by line, by indentation and braces: half-finished files are read as far as they go, and every promise
knows its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from checks.kit import ChangeSet, Source
from checks.kit.sentence import Lines

_OPENAPI = re.compile(r"^\s*[\"']?(?:openapi|swagger)[\"']?\s*:\s*[\"']?[23]\.", re.MULTILINE)
_KEY = re.compile(r"""^(\s*)(?:"([^"]+)"|'([^']+)'|([^\s:"'{}\[\],#&*!|>%@`-][^:]*?))\s*:(?:\s+|$)(.*)$""")
_ITEM = re.compile(r"""^(\s*)(?:-\s+)?["']?([\w.$-]+)["']?,?\s*$""")
_INLINE = re.compile(r"[\w.$-]+")
_VERBS = frozenset("get put post delete options head patch trace".split())
_TYPE = re.compile(r"^\s*(?:extend\s+)?(type|input|interface|enum)\s+(\w+)")
_FIELD = re.compile(r"^\s*(\w+)\s*(?:\(.*\))?\s*:\s*([^=@#]+?)\s*(=.*|@.*|#.*)?$")
_VALUE = re.compile(r"^\s*([A-Z_a-z]\w*)\s*(@.*|#.*)?$")


class Promise(Struct, frozen=True):
    """One thing that a caller may rely on.

    Attributes:
        name: how a person would call it: "GET /orders/{id}", "Order.total".
        demand: whether it is demanded of the caller rather than promised to it.
        type: of a field, as written; "" where nothing says.
    """

    name: str
    line: int
    demand: bool = False
    type: str = ""

    @property
    def place(self) -> Lines:
        """The line as a place."""
        return Lines(self.line, self.line)


def is_contract(source: Source | None) -> bool:
    """Whether the file is such a contract."""
    if source is None:
        return False
    match PurePosixPath(source.path).suffix:
        case ".graphql" | ".graphqls" | ".gql":
            return bool(_TYPE.search(source.text) or re.search(r"^type\s", source.text, re.MULTILINE))
        case ".yml" | ".yaml" | ".json":
            return bool(_OPENAPI.search(source.text[:2_000]))
        case _:
            return False


def promises_of(changes: ChangeSet, source: Source | None) -> Mapping[str, Promise]:
    """Name -> promise; demands stand under their name and a question mark. Empty for any other file."""
    if source is None or not is_contract(source):
        return {}
    return changes.remember((promises_of, source), lambda: _read(source))


def _read(source: Source) -> dict[str, Promise]:
    read = _graphql if "graphql" in source.path or source.path.endswith(".gql") else _openapi
    return {f"{one.name}?" if one.demand else one.name: one for one in read(source.lines)}


def _openapi(lines: tuple[str, ...]) -> Iterator[Promise]:
    for number, keys, value in _outline(lines):
        match keys:
            case ["paths", path, verb] if verb in _VERBS:
                yield Promise(f"{verb.upper()} {path}", number)
            case ["components", "schemas", *name, "properties", field] | ["definitions", *name, "properties", field]:
                if "properties" not in name:
                    yield Promise(f"{'.'.join(name)}.{field}", number)
            case ["components", "schemas", name, "required"] | ["definitions", name, "required"]:
                yield from (Promise(f"{name}.{item}", number, demand=True) for item in _INLINE.findall(value))
            case _:
                continue


def _outline(lines: tuple[str, ...]) -> Iterator[tuple[int, list[str], str]]:
    """Line number, keys from the outermost inwards, and what stands behind the last; items of a list are its values."""
    stack: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        found = _KEY.match(line)
        if found is not None:
            indent = len(found[1])
            while stack and stack[-1][0] >= indent:
                stack.pop()
            stack.append((indent, next(part for part in found.groups()[1:4] if part is not None)))
            yield number, [key for _, key in stack], found[5].strip().rstrip(",")
        elif stack and (item := _ITEM.match(line)) is not None and _belongs(line, len(item[1]), stack[-1][0]):
            yield number, [key for _, key in stack], item[2]


def _belongs(line: str, indent: int, around: int) -> bool:
    """YAML may write the items of a list at the column of its key."""
    return indent > around or (indent == around and line.lstrip().startswith("- "))


def _graphql(lines: tuple[str, ...]) -> Iterator[Promise]:
    kind = name = ""
    depth = 0
    for number, raw in enumerate(lines, start=1):
        line = raw.split("#")[0]
        opened = _TYPE.match(line)
        if opened is not None:
            kind, name = opened[1], opened[2]
            yield Promise(name, number)
        elif line.startswith("}"):
            kind = name = ""
        elif name and depth == 0:
            yield from _of_line(kind, name, line, number)
        depth = max(0, depth + line.count("(") - line.count(")"))


def _of_line(kind: str, name: str, line: str, number: int) -> Iterator[Promise]:
    found = _VALUE.match(line) if kind == "enum" else _FIELD.match(line)
    if found is None:
        return
    if kind == "enum":
        yield Promise(f"{name}.{found[1]}", number)
        return
    yield Promise(f"{name}.{found[1]}", number, type="" if kind == "input" else found[2])
    if kind == "input" and found[2].endswith("!") and not (found[3] or "").startswith("="):
        yield Promise(f"{name}.{found[1]}", number, demand=True)
