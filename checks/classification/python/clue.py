"""A clue: words in a certain place of the syntax that tell an area; the tables below `clues` hold them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from msgspec import Struct

from checks.classification.file_area import FileArea, quoted
from checks.classification.python.delta import Delta
from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Area, Side

_Test = tuple[Callable[[Fact], str], re.Pattern[str]]

EXITS = ("raise", "return", "abort", "continue")
"""How a condition keeps the code behind it from running."""


class Clue(Struct, frozen=True, dict=True):
    """Facts of these forms whose words fit tell the area.

    Attributes:
        noun: what the fact is to a reader: "permission check", "row lock".
        says: pattern of whole words in everything the fact says; likewise `named` in its own name,
            `inside` in what stands around it (or, of a condition, in its block), `target` in the
            variable it goes to, `last` in the last part of a dotted name. An empty pattern fits everything.
        shown: pattern in the source text of the fact.
        exits: where not empty, the ways out that a condition must have.
        side: LEFT for what harms only when it goes, RIGHT for what harms only when it comes.
        unless: pattern that, anywhere in the fact, takes the clue back.
    """

    area: Area
    noun: str
    forms: tuple[Form, ...]
    confidence: float
    says: str = ""
    named: str = ""
    inside: str = ""
    target: str = ""
    last: str = ""
    shown: str = ""
    exits: tuple[str, ...] = ()
    side: Side | None = None
    unless: str = ""

    @cached_property
    def _tests(self) -> tuple[_Test, ...]:
        """The patterns that there are, compiled when a fact of the clue's form is first seen."""
        given = {
            _name: self.named,
            _last_name: self.last,
            _target: self.target,
            _said: self.says,
            _inside: self.inside,
        }
        tests = [(read, whole_words(pattern)) for read, pattern in given.items() if pattern]
        if self.shown:
            tests.append((_text, re.compile(self.shown)))
        return tuple(tests)

    @cached_property
    def _excuse(self) -> re.Pattern[str] | None:
        return whole_words(self.unless) if self.unless else None

    def fits(self, fact: Fact) -> bool:
        """Whether the fact, of one of the clue's forms, is one of those meant."""
        if self.side is not None and fact.side is not self.side:
            return False
        if self.exits and fact.name not in self.exits:
            return False
        if not all(pattern.search(read(fact)) for read, pattern in self._tests):
            return False
        return not (self._excuse and self._excuse.search(f"{fact.said} < {_name(fact)} < {fact.inside}"))


def _name(fact: Fact) -> str:
    return spoken(fact.name)


def _last_name(fact: Fact) -> str:
    return spoken(fact.name.rpartition(".")[2])


def _target(fact: Fact) -> str:
    return spoken(fact.target)


def _said(fact: Fact) -> str:
    return fact.said


def _inside(fact: Fact) -> str:
    return fact.inside


def _text(fact: Fact) -> str:
    return fact.text


def call_of(pattern: str) -> str:
    """A pattern for `inside`: the innermost call's name ends with one of these words."""
    return rf"^(?:[^<]* )?(?:{pattern})(?= <|$)"


def whole_words(pattern: str) -> re.Pattern[str]:
    """The alternatives of `pattern` as whole words; "^$" finds only nothing."""
    return re.compile(pattern if pattern == "^$" else rf"\b(?:{pattern})\b")


def describe(delta: Delta, fact: Fact, noun: str) -> str:
    """Such as: permission check `user.can_edit` in `OrderView.update` was removed."""
    place = f" in {quoted(fact.unit)}" if fact.unit else ""
    if fact.form in {Form.DECORATOR, Form.DEFINITION, Form.BASE, Form.PARAMETER} and fact.unit:
        place = f" of {quoted(fact.unit)}"
    return f"{noun} {quoted(_shown(fact))}{place} {delta.verb(fact)}"


def _shown(fact: Fact) -> str:
    match fact.form:
        case Form.BASE | Form.CALL | Form.SCOPE:
            return fact.name.strip(".").rpartition(".")[2] or fact.text
        case Form.DECORATOR:
            return "@" + fact.name.strip(".").rpartition(".")[2]
        case Form.OPERATOR:
            return fact.name
        case Form.HANDLER:
            return f"except {fact.name}".strip()
        case _:
            return fact.text


def told(delta: Delta, fact: Fact, clue: Clue) -> FileArea:
    """The area that the clue tells by this fact."""
    return FileArea(clue.area, describe(delta, fact, clue.noun), clue.confidence)
