"""Whose file a YAML block is, told by its keys."""

from __future__ import annotations

from enum import Enum

from tests.docs.blocks import Block
from tests.house.tracked import yaml_of


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


def kind_of(block: Block) -> Kind | None:
    """None for a block that is no YAML."""
    if block.language != "yaml":
        return None
    document = yaml_of(block.text)
    assert isinstance(document, dict), f"{block}: no block of keys"
    for key, kind in _BY_KEY.items():
        if key in document:
            return kind
    if any(isinstance(value, dict) and "script" in value for value in document.values()):  # pyright: ignore[reportUnknownVariableType]  (YAML)
        return Kind.PIPELINE
    return Kind.HOLDFAST
