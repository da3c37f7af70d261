"""What pydantic found wrong, in words for the person who wrote the file, at the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final

from msgspec import Struct
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reviewer.config.document import Document, Path
from reviewer.config.hints import did_you_mean, one_of
from reviewer.config.model.block import SHAPES
from reviewer.config.schema import known_keys
from reviewer.config.yaml_events import Mistake, Place

_QUOTED: Final = re.compile(r"'([^']*)'")
_KINDS: Final = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a block of keys",
    "model_type": "a block of keys",
    "model_attributes_type": "a block of keys",
}
KnownKeys = Callable[[Path], Collection[str]]

_MOST_REPEATED: Final = 40  # characters
_SWITCHES: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


class _Error(Struct, frozen=True):
    """One error of pydantic, its path without pydantic's own steps."""

    kind: str
    path: Path
    at_key: bool
    given: object
    details: ErrorDetails


def mistakes_of(
    error: ValidationError, document: Document, below: Path = (), keys: KnownKeys = known_keys
) -> Iterator[Mistake]:
    """Each error once, with its place.

    Args:
        error: what pydantic said.
        document: where everything stands.
        below: path of the block that was validated.
        keys: the keys that are known in the block at a path, for "did you mean".
    """
    seen: set[tuple[Path, str]] = set()
    errors = [_read(details, document, below) for details in error.errors(include_url=False)]
    for found in filter(lambda each: not _is_echo(each, errors), errors):
        message, hint = _words(found, keys)
        if (found.path, message) not in seen:
            seen.add((found.path, message))
            yield Mistake(_place(found, document), message, hint)


def _is_echo(error: _Error, errors: list[_Error]) -> bool:
    """Pydantic counts a list without its wrong members, and then calls it too short."""
    depth = len(error.path)
    return error.kind == "too_short" and any(
        other.path[:depth] == error.path and len(other.path) > depth for other in errors
    )


def _read(details: ErrorDetails, document: Document, below: Path) -> _Error:
    """Pydantic's path goes through keys and members of unions, which stand nowhere in the file."""
    path: Path = below
    for step in details["loc"]:
        if (*path, step) in document.values or details["type"] == "missing":
            path = (*path, step)
    at_key = details["loc"][-1:] == ("[key]",) or details["type"] == "extra_forbidden"
    return _Error(details["type"], path, at_key, details["input"], details)


def _place(error: _Error, document: Document) -> Place:
    path = error.path[:-1] if error.kind == "missing" else error.path
    # Nothing has no place of its own: the key that it should stand behind has.
    if (error.at_key or error.given is None) and path in document.keys:
        return document.keys[path]
    return document.values.get(path, Place(1, 1))


def _words(error: _Error, keys: KnownKeys) -> tuple[str, str]:
    """Message and hint."""
    last = str(error.path[-1]) if error.path else ""
    match error.kind:
        case "extra_forbidden":
            return f"unknown key {last!r}", did_you_mean(last, keys(error.path[:-1]))
        case "missing":
            return f"the key {last!r} is missing here", ""
        case "literal_error" | "enum":
            return _choice(error)
        case "value_error":
            return str(error.details.get("ctx", {}).get("error")), ""
        case kind if kind in _KINDS:
            return _kind(error)
        case _:
            return _bound(error)


def _choice(error: _Error) -> tuple[str, str]:
    allowed = _QUOTED.findall(str(error.details.get("ctx", {}).get("expected", "")))
    if isinstance(error.given, str):
        what = f"unknown key {error.given!r}" if error.at_key else f"{error.given!r} is not known here"
        return what, did_you_mean(error.given, allowed)
    return f"{one_of(allowed)} is expected here", ""


def _kind(error: _Error) -> tuple[str, str]:
    message = f"{_KINDS[error.kind]} is expected here, not {_name(error.given)}"
    given = error.given
    if given is None:
        return message, "remove the key, or give it a value"
    if error.kind == "string_type" and isinstance(given, bool | int | float):
        return message, "put it in quotes"
    if error.kind == "bool_type" and isinstance(given, str) and given.lower() in _SWITCHES:
        return message, f"write {_SWITCHES[given.lower()]}"
    if error.kind in {"tuple_type", "list_type"} and isinstance(given, str | int | float):
        return message, f"write [{given}]" if _is_short(str(given)) else "put it in square brackets"
    return message, ""


def _is_short(text: str) -> bool:
    """Whether a sentence can repeat the text as it stands: no line ends, no half characters."""
    return len(text) <= _MOST_REPEATED and text.isprintable()


def _name(given: object) -> str:
    match given:
        case None:
            return "nothing"
        case bool():
            return str(given).lower()
        case int() | float():
            return f"the number {given}"
        case str():
            return f"the text {given!r}" if len(given) <= _MOST_REPEATED else "a text"
        case dict():
            return "a block of keys"
        case _:
            return "a list"


def _bound(error: _Error) -> tuple[str, str]:
    """Numbers and lengths out of bounds, names of a wrong shape."""
    what = (
        repr(error.given) if isinstance(error.given, str) and len(error.given) <= _MOST_REPEATED else _name(error.given)
    )
    context = error.details.get("ctx", {})
    match error.kind:
        case "string_pattern_mismatch":
            return f"{what} is not {SHAPES[context['pattern']]}", ""
        case "string_too_short" | "too_short":
            return f"{what} is too short: {context['min_length']} at least", ""
        case "string_too_long" | "too_long":
            return f"{what} is too long: {context['max_length']} at most", ""
        case _:
            words = str(error.details["msg"]).removeprefix("Input should be ")
            return f"{what} does not fit: it should be {words}", ""
