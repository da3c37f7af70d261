"""A Semgrep pattern inside a constraint: the keys that only match, and none that could do more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Literal, Self, cast

from pydantic import AfterValidator, Field, model_validator

from reviewer.config.model.block import Block, Words

_ONE_PATTERN: Final = ("pattern", "patterns", "pattern-either", "pattern-regex")
_ALLOWED: Final = frozenset(
    {
        *_ONE_PATTERN,
        "pattern-inside",
        "pattern-not",
        "pattern-not-inside",
        "pattern-not-regex",
        "metavariable-regex",
        "metavariable-pattern",
        "metavariable-comparison",
        "focus-metavariable",
        "metavariable",
        "regex",
        "comparison",
        "language",
    }
)
_REGEXES: Final = frozenset({"regex", "pattern-regex", "pattern-not-regex"})
_LONGEST_REGEX: Final = 500


def _allow_listed(parts: object) -> object:
    """The operators as they are.

    Raises:
        ValueError: a key is not on the list, or a regular expression is too long.
    """
    for key, operand in _operators(parts):
        if key not in _ALLOWED:
            raise ValueError(f"the Semgrep key {key!r} is not allowed here")
        if key in _REGEXES and isinstance(operand, str) and len(operand) > _LONGEST_REGEX:
            raise ValueError(f"a regular expression has at most {_LONGEST_REGEX} characters")
    return parts


def _operators(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, dict):
        for key, operand in cast("dict[str, object]", part).items():
            yield key, operand
            yield from _operators(operand)
    elif isinstance(part, list | tuple):
        for each in cast("Iterable[object]", part):
            yield from _operators(each)


Operators = Annotated[tuple[dict[str, object], ...], Field(min_length=1), AfterValidator(_allow_listed)]


Language = Literal[
    "python", "javascript", "typescript", "go", "ruby", "java", "kotlin", "php", "csharp", "rust", "scala"
]


class SemgrepBlock(Block):
    """What must not be written, as a Semgrep pattern."""

    languages: tuple[Language, ...] = Field(min_length=1)
    """Languages of the files that it is for."""
    pattern: Words | None = None
    """One pattern."""
    patterns: Operators | None = None
    """Operators that all have to hold."""
    pattern_either: Operators | None = Field(default=None, alias="pattern-either")
    """Operators of which one has to hold."""
    pattern_regex: Words | None = Field(default=None, alias="pattern-regex", max_length=_LONGEST_REGEX)
    """A regular expression over the text."""

    @model_validator(mode="after")
    def _one_pattern(self) -> Self:
        given = [name for name in _ONE_PATTERN if getattr(self, name.replace("-", "_")) is not None]
        if len(given) != 1:
            raise ValueError(f"exactly one of {', '.join(_ONE_PATTERN)} is wanted, not {len(given)}")
        return self
