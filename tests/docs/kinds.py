"""Whose file a YAML block is, told by its keys."""

from __future__ import annotations

from enum import Enum
from typing import Any

from ruamel.yaml import YAML

from tests.docs.blocks import Block


class Kind(Enum):
    """What reads the file."""

    HOLDFAST = "holdfast"
    WORKFLOW = "vendor.github-workflows"
    PIPELINE = "vendor.gitlab-ci"
    COMPOSE = "vendor.compose-spec"
    HOOKS = "pre-commit"
    PROMETHEUS = "prometheus"


_BY_KEY = {
    "jobs": Kind.WORKFLOW,
    "services": Kind.COMPOSE,
    "repos": Kind.HOOKS,
    "scrape_configs": Kind.PROMETHEUS,
    "rule_files": Kind.PROMETHEUS,
    "groups": Kind.PROMETHEUS,
}


def read_yaml(text: str) -> Any:  # noqa: ANN401  (YAML is whatever it is)
    yaml: Any = YAML(typ="safe")  # ruamel's own types are untyped
    return yaml.load(text)


def kind_of(block: Block) -> Kind | None:
    """None for a block that is no YAML."""
    if block.language != "yaml":
        return None
    document = read_yaml(block.text)
    assert isinstance(document, dict), f"{block}: no block of keys"
    for key, kind in _BY_KEY.items():
        if key in document:
            return kind
    if any(isinstance(value, dict) and "script" in value for value in document.values()):  # pyright: ignore[reportUnknownVariableType]  (YAML)
        return Kind.PIPELINE
    return Kind.HOLDFAST
