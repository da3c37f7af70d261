"""The JSON Schema of the report, printed from its types and their docstrings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from inspect import cleandoc
from typing import cast

from pydantic import TypeAdapter

from checks.kit import Action, Area, Kind, Severity, Side
from reviewer.domain import report

Schema = dict[str, object]

_BOUNDS: Mapping[str, Schema] = {
    "confidence": {"minimum": 0, "maximum": 1},
    "start_line": {"minimum": 1},
    "end_line": {"minimum": 1},
    "required_signoffs": {"minimum": 0},
    "total_ms": {"minimum": 0},
    "docs": {"format": "uri"},
}
"""What the types of Python cannot say, by the name of the field."""
_ATTRIBUTE = re.compile(r" {4}(\w+): (.+(?:\n {8}.+)*)")


def report_schema() -> Schema:
    """Draft 2020-12; every field is required, and a field that is not listed is an error."""
    printed = cast("Schema", TypeAdapter(report.Report).json_schema(mode="serialization"))
    definitions = cast("dict[str, Schema]", printed.pop("$defs"))
    types = [value for value in vars(report).values() if isinstance(value, type) and is_dataclass(value)]
    for value in types:
        _tighten(printed if value is report.Report else definitions[value.__name__], value)
    for value in (Action, Area, Kind, Severity, Side):
        definitions[value.__name__]["description"] = _summary(value)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Holdfast report, version 1",
        **{name: value for name, value in printed.items() if name != "title"},
        "$defs": dict(sorted(definitions.items())),
    }


def _tighten(schema: Schema, value: type) -> None:
    properties = cast("dict[str, Schema]", schema["properties"])
    described = _attributes(value)
    for name, it in properties.items():
        it.pop("title", None)
        it.pop("default", None)
        it.update(_BOUNDS.get(name, {}))
        if name in described:
            it["description"] = described[name]
    schema["description"] = _summary(value)
    schema["required"] = list(properties)
    schema["additionalProperties"] = False


def _summary(value: type) -> str:
    return " ".join(cleandoc(value.__doc__ or "").split("\n\n", 1)[0].split())


def _attributes(value: type) -> dict[str, str]:
    """Field -> text of the docstring's section "Attributes"."""
    _, _, section = cleandoc(value.__doc__ or "").partition("Attributes:\n")
    return {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(section)}
