"""The JSON Schema of the configuration, printed from its model."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import cast

from checks.kit import Area
from reviewer.config.model import ConfigModel

Schema = dict[str, object]


def config_schema(check_ids: Collection[str]) -> Schema:
    """A JSON Schema (2020-12) with a description of each key, for editors; `check_ids` may stand under `checks`."""
    schema = {**model_schema()}
    properties = cast("dict[str, Schema]", schema["properties"])
    own = {"pattern": f"^({'|'.join(Area)})/[A-Z0-9][A-Za-z0-9._-]*$", "description": "A constraint, as AREA/ID."}
    checks = {**properties["checks"], "propertyNames": {"anyOf": [{"enum": sorted(check_ids)}, own]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "holdfast.yml",
        **{key: value for key, value in schema.items() if key != "title"},
        "properties": {**properties, "checks": checks},
    }


@cache
def model_schema() -> Schema:
    """What the model itself says; not to be changed."""
    schema = ConfigModel.model_json_schema()
    for block in cast("dict[str, Schema]", schema["properties"]).values():
        if "patternProperties" in block:
            block["additionalProperties"] = False  # pydantic refuses other keys, and forgets to say so
    return schema


def known_keys(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that may stand in the block at `path`; empty where the keys are the repository's own words."""
    found = model_schema()
    for step in path:
        found = _inner(found, step)
    return tuple(cast("Schema", _resolved(found).get("properties", {})))


def _inner(schema: Schema, step: str | int) -> Schema:
    schema = _resolved(schema)
    properties = cast("dict[str, Schema]", schema.get("properties", {}))
    if isinstance(step, str) and step in properties:
        return properties[step]
    if isinstance(step, int):
        return cast("Schema", schema.get("items", {}))
    by_pattern = cast("dict[str, Schema]", schema.get("patternProperties", {}))
    inner = next(iter(by_pattern.values()), schema.get("additionalProperties"))
    return cast("Schema", inner) if isinstance(inner, dict) else {}


def _resolved(schema: Schema) -> Schema:
    """The schema behind a reference, and behind "this or nothing"."""
    options = cast("list[Schema]", schema.get("anyOf", []))
    blocks = [option for option in options if option.get("type") != "null"]
    if len(blocks) == 1:
        schema = blocks[0]
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    definitions = cast("dict[str, Schema]", model_schema()["$defs"])
    return definitions[reference.rpartition("/")[2]]
