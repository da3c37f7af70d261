"""Calls in code that was taken apart: their names, the text of their arguments, what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from checks.schema.embedded.literals import Lexed

_BRACKET = re.compile(r"[()\[\]{},]")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_NAME = re.compile(r"\s*(?:(?P<quote>['\"`])(?P<text>[^'\"`]*)(?P=quote)|:(?P<symbol>\w+))")
_NAMES = re.compile(r"(?P<quote>['\"`])(?P<text>[^'\"`]*)(?P=quote)|(?<![\w:]):(?P<symbol>\w+)")


class Call(Struct, frozen=True):
    """One call.

    Attributes:
        start: code point of its name; `end` is behind its last argument.
        owner: what it is called on ("queryInterface", "table"); "" for nothing or another call.
        arguments: their texts, as written.
    """

    name: str
    owner: str
    start: int
    end: int
    arguments: tuple[str, ...]

    def argument(self, position: int) -> str:
        """The text of an argument, "" when there is none."""
        return self.arguments[position] if position < len(self.arguments) else ""

    @property
    def all(self) -> str:
        """The text of all arguments."""
        return ", ".join(self.arguments)


class Brackets(Struct, frozen=True):
    """Which bracket closes which, and the commas right within each."""

    closing: Mapping[int, int]
    commas: Mapping[int, tuple[int, ...]]


def brackets(code: str) -> Brackets:
    """One pass over the code; what is never closed is left out."""
    stack: list[int] = []
    closing: dict[int, int] = {}
    commas: dict[int, list[int]] = {}
    for found in _BRACKET.finditer(code):
        letter, at = found[0], found.start()
        if letter == ",":
            if stack:
                commas.setdefault(stack[-1], []).append(at)
        elif letter in "([{":
            stack.append(at)
        elif stack and code[stack[-1]] == _CLOSES[letter]:
            closing[stack.pop()] = at
    return Brackets(closing, {start: tuple(found) for start, found in commas.items()})


def arguments_at(lexed: Lexed, marks: Brackets, opening: int) -> tuple[int, tuple[str, ...]] | None:
    """Where the call ends whose bracket opens there, and its arguments; None when nothing closes it."""
    end = marks.closing.get(opening)
    if end is None:
        return None
    bounds = [opening, *marks.commas.get(opening, ()), end]
    texts = tuple(lexed.text[a + 1 : b].strip() for a, b in pairwise(bounds))
    return end + 1, tuple(text for text in texts if text)


def name_of(text: str) -> str | None:
    """The name that a text says: a whole literal or a symbol; None when it is put together."""
    found = _NAME.fullmatch(text.rstrip())
    return None if found is None else found["text"] if found["quote"] else found["symbol"]


def names_of(text: str) -> tuple[str, ...]:
    """Every literal and symbol in a text: a list of columns."""
    return tuple(item["text"] if item["quote"] else item["symbol"] for item in _NAMES.finditer(text))


def says(text: str, key: str, value: str) -> bool:
    """Whether an object or hash says `key: value`; both are regular expressions."""
    return re.search(rf"\b{key}['\"]?\s*(?::|=>)\s*['\":]?(?:{value})(?!\w)", text) is not None


def chained(lexed: Lexed, marks: Brackets, end: int) -> Iterator[tuple[str, str]]:
    """Name and argument text of the calls that hang on a call which ends there."""
    step = re.compile(r"\s*\.\s*(\w+)\s*\(")
    while (found := step.match(lexed.code, end)) is not None:
        given = arguments_at(lexed, marks, found.end() - 1)
        if given is None:
            return
        end, texts = given
        yield found[1], ", ".join(texts)
