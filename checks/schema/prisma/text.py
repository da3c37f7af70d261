"""The text of a Prisma schema: blocks, fields, attributes with their arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_BLOCK = re.compile(r"^(?P<kind>model|enum|datasource|view)\s+(?P<name>\w+)\s*\{")
_FIELD = re.compile(r"^(?P<name>\w+)\s+(?P<type>\w+)(?:\([^)\n]*\))?(?P<many>\[\])?(?P<optional>\?)?(?P<rest>\s.*|$)")
_SETTING = re.compile(r"^(?P<name>\w+)\s*=\s*\"(?P<value>[^\"]*)\"")
_ATTRIBUTE = re.compile(r"@@?(?P<name>[\w.]+)(?P<open>\()?")
_NAMED = re.compile(r"^(?P<name>\w+)\s*:\s*(?P<value>.*)$", re.DOTALL)
_WORDS = re.compile(r"\w+")


class Attribute(Struct, frozen=True):
    """`@unique`, `@@index([a, b], map: "x")`: its name without the signs, its arguments as written.

    Attributes:
        plain: the arguments without a name, in order.
        named: the others by their names.
    """

    name: str
    plain: tuple[str, ...]
    named: dict[str, str]

    @property
    def first(self) -> str:
        """The first argument without a name, without its quotes; "" when there is none."""
        return self.plain[0].strip('"') if self.plain else ""

    def text(self, name: str) -> str:
        """A named argument without its quotes, "" when it is not given."""
        return self.named.get(name, "").strip('"')

    def names(self, name: str = "fields") -> tuple[str, ...]:
        """The fields that a list names; their own arguments (`sort: Desc`) are left out."""
        listed = re.sub(r"\([^()]*\)", "", self.named.get(name, self.first))
        return tuple(_WORDS.findall(listed)) if listed.startswith("[") else ()


class Field(Struct, frozen=True):
    """One line of a model: name, type as written, its attributes."""

    name: str
    type: str
    many: bool
    optional: bool
    attributes: tuple[Attribute, ...]

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name."""
        return next((item for item in self.attributes if item.name == name), None)


class Block(Struct, frozen=True):
    """A model, an enum or a datasource.

    Attributes:
        line: where it begins, 1-based.
        settings: `name = "value"` lines.
        words: first words of the lines that are neither: the values of an enum.
    """

    kind: str
    name: str
    line: int
    fields: tuple[Field, ...]
    attributes: tuple[Attribute, ...]
    settings: dict[str, str]
    words: tuple[str, ...]

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of the whole block of that name."""
        return next((item for item in self.attributes if item.name == name), None)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a schema; what is no block, field or attribute is passed over."""
    head: re.Match[str] | None = None
    start, inside = 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        plain = _without_comment(line).strip()
        if head is None:
            head, start, inside = _BLOCK.match(plain), number, []
        elif plain == "}":
            yield _block(head, start, inside)
            head = None
        elif plain:
            inside.append(plain)


def _block(head: re.Match[str], line: int, lines: list[str]) -> Block:
    kind = head["kind"]
    fields = [found for text in lines if kind in {"model", "view"} and (found := _field(text)) is not None]
    settings = {found["name"]: found["value"] for text in lines if (found := _SETTING.match(text)) is not None}
    words = tuple(text.split()[0] for text in lines if kind == "enum" and not text.startswith("@"))
    whole = tuple(item for text in lines if text.startswith("@@") for item in _attributes(text))
    return Block(kind, head["name"], line, tuple(fields), whole, settings, words)


def _field(text: str) -> Field | None:
    found = _FIELD.match(text)
    if found is None:
        return None
    attributes = tuple(_attributes(found["rest"]))
    return Field(found["name"], found["type"], bool(found["many"]), bool(found["optional"]), attributes)


def _without_comment(line: str) -> str:
    """The line up to `//`, if that stands in no string."""
    at = line.find("//")
    while at >= 0 and line.count('"', 0, at) % 2:
        at = line.find("//", at + 1)
    return line if at < 0 else line[:at]


def _attributes(text: str) -> Iterator[Attribute]:
    at = 0
    while (found := _ATTRIBUTE.search(text, at)) is not None:
        at = found.end()
        parts = list[str]()
        if found["open"]:
            parts, at = _arguments(text, at)
        named = [(inner["name"], inner["value"]) for part in parts if (inner := _NAMED.match(part)) is not None]
        plain = tuple(part for part in parts if part and _NAMED.match(part) is None)
        yield Attribute(found["name"], plain, dict(named))


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """The arguments up to the closing parenthesis, and where it ends."""
    parts, depth, quoted, begin = list[str](), 0, False, start
    for at in range(start, len(text)):
        sign = text[at]
        if sign == '"' and text[at - 1] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "([{":
            depth += 1
        elif sign == ")" and depth == 0:
            return [*parts, text[begin:at].strip()], at + 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(text[begin:at].strip())
            begin = at + 1
    return parts, len(text)
