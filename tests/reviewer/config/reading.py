"""Reads a configuration from its text, for tests."""

from __future__ import annotations

from textwrap import dedent

from reviewer.config import read_config
from reviewer.domain.errors import ConfigProblem
from reviewer.domain.material import ConfigFile
from reviewer.domain.policy import Policy

RULES = ("auth/some-rule",)


def problems(text: str | bytes) -> list[str]:
    """`line:column: message (hint)` of every problem."""
    data = text if isinstance(text, bytes) else dedent(text).encode()
    policy, found = read_config(ConfigFile("c.yml", data), RULES)
    assert not found or policy == Policy(), "a broken configuration is not used at all"
    return [str(problem).removeprefix("c.yml:") for problem in found]


def policy(text: str) -> Policy:
    """The policy of a text without problems."""
    read, found = read_config(ConfigFile("c.yml", dedent(text).encode()), RULES)
    assert found == ()
    return read


def first(text: bytes) -> ConfigProblem:
    """The first problem."""
    return read_config(ConfigFile("c.yml", text), RULES)[1][0]
