"""What ruamel's YAML parser sees in a text, as values of our own: the edge where its untyped objects end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

Kind = Literal["null", "bool", "int", "float", "text"]
_KINDS: Final[dict[str, Kind]] = {"null": "null", "bool": "bool", "int": "int", "float": "float"}


class Place(Struct, frozen=True):
    """Line and column, both from 1; columns count code points."""

    line: int
    column: int


class Mistake(Struct, frozen=True):
    """What is wrong, where, and what to do about it."""

    place: Place
    message: str
    hint: str = ""


class UnreadableDocument(ValueError):
    """The bytes are no YAML that can be read to its end; holds the one mistake that says why."""

    def __init__(self, place: Place, message: str, hint: str = "") -> None:
        """Keeps the mistake."""
        super().__init__(message)
        self.mistake = Mistake(place, message, hint)


class StartDocument(Struct, frozen=True):
    """A document begins; `directives` tells whether lines with % stand before it."""

    place: Place
    directives: bool


class Scalar(Struct, frozen=True):
    """A single value; `kind` is what YAML 1.2 takes it for. The marks are "&name" and "!tag", mostly neither."""

    place: Place
    text: str
    kind: Kind
    quoted: bool
    marks: tuple[str, ...]


class Start(Struct, frozen=True):
    """A list or a block begins."""

    place: Place
    of: Literal["list", "block"]
    marks: tuple[str, ...]


class End(Struct, frozen=True):
    """The innermost list or block ends."""

    place: Place


class Alias(Struct, frozen=True):
    """A reference to an anchor."""

    place: Place


YamlEvent = StartDocument | Scalar | Start | End | Alias


def yaml_events(text: str) -> Iterator[YamlEvent]:
    """The events of a text, in order.

    Raises:
        UnreadableDocument: it is not YAML; before the events behind that place.
    """
    place = Place(1, 1)
    parser: Any = YAML(typ="safe", pure=True)
    try:
        for event in parser.parse(text):
            place = _place(event.start_mark)
            if (own := _own(event, place, parser.resolver)) is not None:
                yield own
    except MarkedYAMLError as error:
        marked: Any = error
        mark = marked.problem_mark or marked.context_mark
        message = str(marked.problem or marked.context or "cannot be read").split("\n", 1)[0]
        hint = "look at the indentation, quotes and brackets here and in the line above"
        raise UnreadableDocument(_place(mark) if mark else place, f"not YAML: {message}", hint) from error
    except ReaderError as error:
        odd: Any = error
        message = f"the character U+{odd.character:04X} may not stand in YAML"
        raise UnreadableDocument(end_of(text[: odd.position]), message) from error
    except (YAMLError, ValueError, OverflowError) as error:
        # An escape such as "\UFFFFFFFF" is no character: ruamel lets chr() say so, without a place.
        raise UnreadableDocument(place, "not YAML: an escape at or behind this place is no character") from error


def end_of(text: str) -> Place:
    """The place right behind `text`."""
    lines = re.split(r"\r\n|\r|\n", text)
    return Place(len(lines), len(lines[-1]) + 1)


def _own(event: Any, place: Place, resolver: Any) -> YamlEvent | None:  # noqa: ANN401  (ruamel's own types are untyped)
    match type(event).__name__:
        case "DocumentStartEvent":
            return StartDocument(place, directives=bool(event.version or event.tags))
        case "ScalarEvent":
            tag = str(resolver.resolve(ScalarNode, event.value, event.implicit)).rpartition(":")[2]
            return Scalar(place, str(event.value), _KINDS.get(tag, "text"), bool(event.style), _marks(event))
        case "SequenceStartEvent":
            return Start(place, "list", _marks(event))
        case "MappingStartEvent":
            return Start(place, "block", _marks(event))
        case "SequenceEndEvent" | "MappingEndEvent":
            return End(place)
        case "AliasEvent":
            return Alias(place)
        case _:
            return None


def _marks(event: Any) -> tuple[str, ...]:  # noqa: ANN401  (the same)
    anchor = f"&{event.anchor}" if event.anchor else ""
    return tuple(filter(None, (anchor, str(event.ctag or ""))))


def _place(mark: Any) -> Place:  # noqa: ANN401  (the same)
    return Place(int(mark.line) + 1, int(mark.column) + 1)
