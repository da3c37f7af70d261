"""A JSON Schema as a page: a table of keys for each block, and what each value may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from reviewer.render.pages.words import printed_from

Schema = Mapping[str, object]

_LITERALS = frozenset({"true", "false", "null"})
_FEW = 8
"""Words of a vocabulary that are said where it is used; longer ones stand once, under their own heading."""


def schema_page(schema: Schema, title: str, about: str, source: str) -> str:
    """The top level first, then every block that it names, by its name."""
    blocks = _blocks(schema)
    parts = [printed_from(source), f"# {title}", about, "## Top level", _table(schema, blocks)]
    for name, block in sorted(blocks.items()):
        if _is_shown(block):
            parts += [
                f"## {_heading(name, block)}",
                *_about(block),
                _table(block, blocks) if _keys(block) else _words(block),
            ]
    return "\n\n".join(parts) + "\n"


def _blocks(schema: Schema) -> Mapping[str, Schema]:
    return cast("Mapping[str, Schema]", schema.get("$defs", {}))


def _keys(block: Schema) -> Mapping[str, Schema]:
    return cast("Mapping[str, Schema]", block.get("properties", {}))


def _is_shown(block: Schema) -> bool:
    return bool(_keys(block)) or len(_vocabulary(block)) > _FEW


def _vocabulary(block: Schema) -> list[str]:
    return [str(word) for word in cast("list[object]", block.get("enum", []))]


def _words(block: Schema) -> str:
    return ", ".join(f"`{word}`" for word in _vocabulary(block))


def _about(block: Schema) -> Iterator[str]:
    if said := _sentence(block):
        yield said


def _heading(name: str, block: Schema) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Block"))
    return spaced[0] + spaced[1:].lower() + ("" if _keys(block) else " names")


def _table(block: Schema, blocks: Mapping[str, Schema]) -> str:
    required = set(cast("list[str]", block.get("required", [])))
    with_defaults = any("default" in key for key in _keys(block).values())
    head = "| key | value | without it | what it is |" if with_defaults else "| key | value | what it is |"
    rows = [head, re.sub(r"[^|]+", " --- ", head)]
    for name, key in _keys(block).items():
        cells = [f"`{name}`{' (required)' if with_defaults and name in required else ''}", _value(key, blocks)]
        cells += [_default(key)] if with_defaults else []
        rows.append(f"| {' | '.join([*cells, _sentence(key) or _referred(key, blocks)])} |")
    return "\n".join(rows)


def _default(key: Schema) -> str:
    match key.get("default"):
        case None | [] | "" | {}:
            return ""
        case bool(flag):
            return f"`{str(flag).lower()}`"
        case list():
            return ", ".join(f"`{value}`" for value in cast("list[object]", key["default"]))
        case value:
            return f"`{value}`"


def _sentence(key: Schema) -> str:
    text = " ".join(str(key.get("description", "")).split()).replace("|", "\\|")
    first = text.split(" ", 1)[0]
    return text if first.endswith(":") or first in _LITERALS else text[:1].upper() + text[1:]


def _referred(key: Schema, blocks: Mapping[str, Schema]) -> str:
    """What the block says of itself, where the key says nothing."""
    return _sentence(blocks[name]) if (name := _reference(key)) else ""


def _reference(key: Schema) -> str:
    return str(key.get("$ref", "")).removeprefix("#/$defs/")


def _value(key: Schema, blocks: Mapping[str, Schema]) -> str:
    if name := _reference(key):
        block = blocks[name]
        return _link(_heading(name, block)) if _is_shown(block) else _one_of(block)
    choices = cast("list[Schema]", key.get("anyOf") or key.get("oneOf") or [])
    if choices:
        return " or ".join(dict.fromkeys(_value(it, blocks) for it in choices if it.get("type") != "null"))
    if "enum" in key:
        return _one_of(key)
    if "const" in key:
        return f"`{key['const']}`"
    return _typed(key, blocks)


def _link(heading: str) -> str:
    words = heading.lower()
    return f"[{words}](#{words.replace(' ', '-')})"


def _one_of(block: Schema) -> str:
    return " or ".join(f"`{word}`" for word in _vocabulary(block)) or "text"


def _typed(key: Schema, blocks: Mapping[str, Schema]) -> str:
    match key.get("type"):
        case "array":
            items = cast("Schema", key.get("items", {}))
            return f"list of {_value(items, blocks)}" if items else "list"
        case "object":
            return _by_name(key, blocks)
        case "integer" | "number":
            return _number(key)
        case "boolean":
            return "`true` or `false`"
        case _:
            return "text"


def _by_name(key: Schema, blocks: Mapping[str, Schema]) -> str:
    by_pattern = cast("Mapping[str, Schema]", key.get("patternProperties", {}))
    inner = next(iter(by_pattern.values()), key.get("additionalProperties"))
    return f"by name: {_value(cast('Schema', inner), blocks)}" if isinstance(inner, Mapping) else "block"


def _number(key: Schema) -> str:
    low, high = key.get("minimum"), key.get("maximum")
    match low, high:
        case (None, None):
            return "number"
        case (_, None):
            return f"number from {low}"
        case (None, _):
            return f"number to {high}"
        case _:
            return f"{low} to {high}"
