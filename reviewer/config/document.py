"""A small YAML: plain values and the place of each; what makes YAML surprising or dangerous is refused.

Text, numbers, true and false, lists and blocks; no anchors, aliases, merge keys, tags, directives or second
documents, no key twice, nothing deeper or larger than any configuration needs. YAML 1.2: `no` and `on` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, assert_never

from msgspec import Struct, field

from reviewer.config.yaml_events import (
    Alias,
    End,
    Mistake,
    Place,
    Scalar,
    Start,
    StartDocument,
    UnreadableDocument,
    YamlEvent,
    end_of,
    yaml_events,
)

MAX_BYTES: Final = 64_000
MAX_DEPTH: Final = 20

Path = tuple[str | int, ...]
"""Keys and list positions from the root to a value."""

_NUMBER_LENGTH: Final = 20
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]+\.[0-9]+")
# Also halves of characters, which no file can hold but an escape can write.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Document(Struct):
    """The values, and where each stands.

    Attributes:
        value: dict, list, str, int, float, bool or None.
        keys: place of each key, by the path that ends with it.
        values: place of each value.
        mistakes: what YAML allows and a configuration does not; the values around them are whole.
    """

    value: object = None
    keys: dict[Path, Place] = field(default_factory=dict[Path, Place])
    values: dict[Path, Place] = field(default_factory=dict[Path, Place])
    mistakes: list[Mistake] = field(default_factory=list[Mistake])


def read_document(data: bytes) -> Document:
    """Reads the bytes of a configuration file.

    Raises:
        UnreadableDocument: too large, not UTF-8, not YAML, too deep, or more than one document.
    """
    document = Document()
    document.value = _Builder(yaml_events(_decode(data)), document).build()
    return document


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data)} bytes; a configuration is read up to {MAX_BYTES // 1000} kB"
        raise UnreadableDocument(Place(1, 1), message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        raise UnreadableDocument(end_of(before), "the file is not UTF-8", "save it as UTF-8") from error


class _Builder:
    """Puts the events together; each method takes the event that starts its value."""

    def __init__(self, events: Iterator[YamlEvent], document: Document) -> None:
        self._events = events
        self._document = document

    def build(self) -> object:
        """The value of the only document; None when there is none."""
        value: object = None
        documents = 0
        for event in self._events:
            if isinstance(event, StartDocument):
                documents += 1
                _refuse_document(event, documents)
            else:
                value = self._value(event, ())
        return value

    def _value(self, event: YamlEvent, path: Path) -> object:
        self._document.values[path] = event.place
        if len(path) > MAX_DEPTH:
            raise UnreadableDocument(event.place, f"nested more than {MAX_DEPTH} levels deep")
        match event:
            case Scalar():
                self._refuse_marks(event)
                return self._scalar(event)
            case Start():
                self._refuse_marks(event)
                return self._list(path) if event.of == "list" else self._block(path)
            case Alias():
                raise UnreadableDocument(event.place, "aliases are not allowed", "write the value out")
            case StartDocument() | End():
                raise UnreadableDocument(event.place, "not YAML: a value is expected here")
            case _:
                assert_never(event)

    def _list(self, path: Path) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(self._events), End):
            values.append(self._value(event, (*path, len(values))))
        return values

    def _block(self, path: Path) -> dict[str, object]:
        block: dict[str, object] = {}
        while not isinstance(event := next(self._events), End):
            key = self._key(event)
            if key in block:
                line = self._document.keys[*path, key].line
                self._note(event.place, f"the key {key!r} stands here a second time", f"the first is in line {line}")
            else:
                self._document.keys[*path, key] = event.place
            block[key] = self._value(next(self._events), (*path, key))
        return block

    def _key(self, event: YamlEvent) -> str:
        if not isinstance(event, Scalar):
            raise UnreadableDocument(event.place, "a key is one word, not a list, block or alias")
        self._refuse_marks(event)
        if event.text == "<<" and not event.quoted:
            raise UnreadableDocument(event.place, "merge keys are not allowed", "write the keys out")
        return self._text(event)

    def _scalar(self, event: Scalar) -> object:
        digits = event.text.replace("_", "")
        match event.kind:
            case "null":
                return None
            case "bool":
                return event.text.lower() == "true"
            case "int" if _INTEGER.fullmatch(digits) and len(digits) <= _NUMBER_LENGTH:
                return int(digits)
            case "float" if _DECIMAL.fullmatch(digits) and len(digits) <= _NUMBER_LENGTH:
                return float(digits)
            case _:
                return self._text(event)

    def _text(self, event: Scalar) -> str:
        if odd := _UNPRINTABLE.search(event.text):
            self._note(event.place, f"the text holds the control character {odd[0]!r}", "remove it")
        return event.text

    def _refuse_marks(self, event: Scalar | Start) -> None:
        for mark in event.marks:
            kind = "anchor" if mark.startswith("&") else "tag"
            self._note(event.place, f"the {kind} {mark} is not allowed", "write each value out")

    def _note(self, place: Place, message: str, hint: str) -> None:
        self._document.mistakes.append(Mistake(place, message, hint))


def _refuse_document(event: StartDocument, documents: int) -> None:
    if documents > 1:
        raise UnreadableDocument(event.place, "a second document starts here", "a file holds one")
    if event.directives:
        raise UnreadableDocument(Place(1, 1), "a YAML directive is not allowed", "remove the line with %")
