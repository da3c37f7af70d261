"""The JSON Schema says of a file what reading it says."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from reviewer.config.document import read_document
from reviewer.config.schema import config_schema, known_keys
from tests.reviewer.config.reading import RULES, problems
from tests.reviewer.config.test_policy import CONTRACT

SCHEMA: Any = config_schema(RULES)
VALIDATOR: Any = Draft202012Validator(SCHEMA)


def test_it_is_a_schema_and_the_same_each_time() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.dumps(SCHEMA) == json.dumps(config_schema(RULES))


def test_every_key_has_a_description() -> None:
    blocks = [SCHEMA, *SCHEMA["$defs"].values()]
    keys = {
        f"{block.get('title')}.{name}": key for block in blocks for name, key in block.get("properties", {}).items()
    }
    assert len(keys) > 60
    # A key that holds a block may leave the words to the block.
    described = {f"#/$defs/{name}" for name, block in SCHEMA["$defs"].items() if block.get("description")}
    assert [name for name, key in keys.items() if not key.get("description") and key.get("$ref") not in described] == []


def test_the_contracts_example_is_valid() -> None:
    VALIDATOR.validate(read_document(CONTRACT.encode()).value)


@pytest.mark.parametrize(
    "text",
    [
        "exlude: [a]",
        "version: 2",
        "mode: gaet",
        "areas: {migratoins: {}}",
        "areas: {auth: {enabled: 'no'}}",
        "checks: {auth/nowhere: {action: warn}}",
        "checks: {auth/some-rule: {action: blok}}",
        "guards: {authorisation: [x]}",
        "state_fields: {status: {terminal: [paid]}}",
        "constraints: [{id: A}]",
        "inline_limit: 51",
    ],
)
def test_what_reading_refuses_the_schema_refuses(text: str) -> None:
    assert problems(text) != []
    with pytest.raises(ValidationError):
        VALIDATOR.validate(read_document(text.encode()).value)


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (
            ("database",),
            ("engine", "version", "deploy", "transaction_per_migration", "timeouts_set_elsewhere", "migration_paths"),
        ),
        (("areas", "auth"), ("enabled", "when", "paths", "sign_off")),
        (
            ("areas", "auth", "sign_off", "any_of", 0),
            ("teams", "users", "permission", "count", "any_of", "all_of"),
        ),
        (("constraints", 3, "require_guard"), ("on", "any_of")),
        (("checks", "x", "options"), ()),
        (("state_fields", "Order.status"), ("terminal",)),
        (("areas",), ()),
        (("nowhere", "at", "all"), ()),
        (("exclude", 0), ()),
    ],
)
def test_the_keys_that_are_known_at_a_path(path: tuple[str | int, ...], keys: tuple[str, ...]) -> None:
    assert known_keys(path) == keys
