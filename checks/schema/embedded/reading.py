"""From a migration in JavaScript, TypeScript or Ruby to the operations of its SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath

from msgspec import Struct

from checks.schema.embedded.literals import Lexed, Literal, lex_ruby, lex_script
from checks.schema.embedded.made import Maker
from checks.schema.embedded.rails_calls import rails_operations
from checks.schema.embedded.script_calls import script_operations
from checks.schema.names import UNKNOWN
from checks.schema.operations import Operation, Unreadable, Why
from checks.schema.place import Place
from checks.schema.sql.flavour import Engine, read_sql
from checks.schema.sql.offsets import Positions

_SCRIPTS = (".ts", ".js", ".mjs", ".cjs")
_TOOLS = (
    # tool, what its files say, what switches its transaction off; None: it opens none
    ("TypeORM", re.compile(r"\bimplements\s+MigrationInterface\b"), re.compile(r"\btransaction\s*=\s*false\b")),
    ("node-pg-migrate", re.compile(r"\bpgm\s*\.\s*\w+\("), re.compile(r"\bnoTransaction\s*\(")),
    ("Sequelize", re.compile(r"\bqueryInterface\b"), None),
    ("Knex", re.compile(r"\bknex\b", re.IGNORECASE), re.compile(r"\btransaction\s*:\s*false\b")),
)
_RAILS = re.compile(r"<\s*ActiveRecord::Migration\b")
_NO_TRANSACTION = re.compile(r"\bdisable_ddl_transaction!")
_SCRIPT_SECTION = re.compile(r"(?:^|[\s.,{;])(?P<way>up|down)\s*(?::|=(?!=)|\()", re.MULTILINE)
_RUBY_SECTION = re.compile(r"\bdef\s+(?:self\.)?(?P<def>up|down|change)\b|\bdir\.(?P<dir>up|down)\b")
_SCRIPT_CALL = re.compile(
    r"(?:\.\s*(?:query|raw|rawQuery|runSql|sql|execute)|\b(?:sql|runSql))\s*(?:<[^<>()]*>\s*)?\(\s*$"
)
_TAGGED = re.compile(r"\bsql\s*$")
_RUBY_CALL = re.compile(r"\b(?:execute|exec_query|exec_update|exec_delete|select_all)\s*\(?\s*$")
_SCRIPT_OPAQUE = re.compile(
    r"\b(?:queryRunner|sequelize|knex|schema|trx|db|pgm)\s*\.\s*(?:query|raw|runSql|sql)"
    r"\s*\(\s*(?P<name>[A-Za-z_$][\w$.]*)"
)
_RUBY_OPAQUE = re.compile(r"^\s*(?:connection\.)?execute[ (][ \t]*(?P<name>[A-Za-z_]\w*)", re.MULTILINE)
_ASSIGNED = re.compile(r"(?P<name>[A-Za-z_$][\w$]*)\s*(?::\s*string\s*)?=\s*$")
_JOINED = re.compile(r"\s*\+\s*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_RUBY_HOLE = re.compile(r"#\{[^}\n]*\}")
_LOOK_BACK = 120  # code points before a literal in which the call that takes it stands


class Embedded(Struct, frozen=True):
    """What a file of such a tool says.

    Attributes:
        plain: the file without comments and layout.
        wraps: whether the tool runs it in one transaction.
        up: operations of the SQL on the way there; `down` of the way back, None when there is none.
    """

    tool: str
    version: str
    plain: str
    wraps: bool
    up: tuple[Operation, ...]
    down: tuple[Operation, ...] | None
    engine: Engine | None


def read_embedded(path: str, text: str, engine: Engine | None) -> Embedded | None:
    """The migration in a file; None when it is none of these tools'."""
    ruby = path.endswith(".rb")
    if ruby and _RAILS.search(text):
        lexed, tool, wraps = lex_ruby(text), "Rails", _NO_TRANSACTION.search(text) is None
    elif path.endswith(_SCRIPTS) and (known := _script_tool(path, text)) is not None:
        lexed, (tool, wraps) = lex_script(text), known
    else:
        return None
    sections = _sections(lexed, _RUBY_SECTION if ruby else _SCRIPT_SECTION)
    if not sections:
        return None
    reader = _Reader(path, lexed, tool, engine)
    found = {way: tuple(reader.operations(way, sections)) for way in ("up", "down")}
    version = re.match(r"\d+", PurePosixPath(path).name)
    return Embedded(
        tool=tool,
        version=version[0] if version else PurePosixPath(path).stem,
        plain=lexed.plain,
        wraps=wraps,
        up=found["up"],
        down=found["down"] if any(way == "down" for _, way in sections) else None,
        engine=reader.engine,
    )


def _script_tool(path: str, text: str) -> tuple[str, bool] | None:
    """The tool of a script and whether it opens a transaction: by what it says, below a folder of migrations."""
    for tool, says, off in _TOOLS:
        if says.search(text) and (tool == "TypeORM" or re.search(r"(?:^|/)migrat\w*/", path, re.IGNORECASE)):
            return tool, off is not None and off.search(text) is None
    return None


def _sections(lexed: Lexed, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """Where the way up and the way down begin, in order; `change` is the way up."""
    ways = {"change": "up"}
    found = [(item.start(), next(word for word in item.groups() if word)) for item in pattern.finditer(lexed.code)]
    return [(at, ways.get(word, word)) for at, word in found]


class _Reader:
    """Reads the SQL of one file; notes the engine that its text tells."""

    def __init__(self, path: str, lexed: Lexed, tool: str, engine: Engine | None) -> None:
        self.path, self.lexed, self.tool = path, lexed, tool
        self.engine: Engine | None = engine
        self._configured: Engine | None = engine
        self._positions = Positions(lexed.text)
        self._constants = dict(self._assigned())

    def operations(self, way: str, sections: list[tuple[int, str]]) -> Iterator[Operation]:
        """The operations of one direction, in the order of the file."""
        for start, operations in sorted(self._found, key=lambda item: item[0]):
            if next((name for at, name in reversed(sections) if at <= start), "") == way:
                yield from operations

    @cached_property
    def _found(self) -> list[tuple[int, tuple[Operation, ...]]]:
        """The operations of every call, with the code point where it stands."""
        found: list[tuple[int, tuple[Operation, ...]]] = []
        for start, (end, unread) in (*self._texts(), *self._opaque()):
            made = tuple(self._read(start, end)) if unread is None else (self._unreadable(start, end, unread),)
            found.append((start, made))
        if self.tool == "Rails":
            calls = rails_operations(self.lexed, self._maker)
        else:
            calls = script_operations(self.lexed, self.tool, self._maker)
        return [*found, *((at, (operation,)) for at, operation in calls)]

    def _maker(self, start: int, end: int, said: str) -> Maker:
        return Maker(self._place(start, end), said)

    def _texts(self) -> Iterator[tuple[int, tuple[int, str | None]]]:
        """Bounds of the literals that are handed over to the database, joined ones as one."""
        literals = self.lexed.literals
        for number, literal in enumerate(literals):
            if not self._is_sql(literal):
                continue
            last = literal
            for following in literals[number + 1 :]:
                if not _JOINED.fullmatch(self.lexed.code, last.end, following.start):
                    break
                last = following
            yield literal.body[0], (last.body[1], None)

    def _is_sql(self, literal: Literal) -> bool:
        before = self.lexed.code[max(0, literal.start - _LOOK_BACK) : literal.start]
        if self.tool == "Rails":
            return _RUBY_CALL.search(before) is not None
        tagged = self.lexed.text[literal.start] == "`" and _TAGGED.search(before)
        return bool(tagged) or _SCRIPT_CALL.search(before) is not None

    def _assigned(self) -> Iterator[tuple[str, Literal]]:
        """Constants of the file that hold one literal."""
        for literal in self.lexed.literals:
            before = self.lexed.code[max(0, literal.start - _LOOK_BACK) : literal.start]
            if found := _ASSIGNED.search(before):
                yield found["name"], literal

    def _opaque(self) -> Iterator[tuple[int, tuple[int, str | None]]]:
        """Calls that hand over a name: its literal where the file has one."""
        pattern = _RUBY_OPAQUE if self.tool == "Rails" else _SCRIPT_OPAQUE
        for found in pattern.finditer(self.lexed.code):
            literal = self._constants.get(found["name"])
            if literal is None:
                yield found.start("name"), (found.end("name"), found["name"])
            else:
                # at the call, so that the direction is that of the call
                yield found.start("name"), (found.end("name"), None)

    def _read(self, start: int, end: int) -> Iterator[Operation]:
        literal = self._constants.get(self.lexed.text[start:end])
        first, last = literal.body if literal is not None else (start, end)
        reading = read_sql(self._sql(first, last), self._configured, lambda a, b: self._place(first + a, first + b))
        if reading.told:
            self.engine = reading.engine
        yield from reading.operations

    def _sql(self, first: int, last: int) -> str:
        """The text between two code points with everything that is no SQL blanked, at its own length."""
        text = self.lexed.text[first:last]
        for number, literal in enumerate(self.lexed.literals):
            if first <= literal.body[1] < last and number + 1 < len(self.lexed.literals):
                gap = literal.body[1] - first, self.lexed.literals[number + 1].body[0] - first
                text = text[: gap[0]] + re.sub(r"[^\n]", " ", text[gap[0] : gap[1]]) + text[gap[1] :]
        if self.tool == "Rails":
            return _RUBY_HOLE.sub(lambda found: UNKNOWN * len(found[0]), text)
        return _ESCAPE.sub(_unescaped, text)

    def _place(self, start: int, end: int) -> Place:
        """Lines only: an edit of the SQL would have to know the quotes around it."""
        first, _ = self._positions.line_and_column(start)
        last, _ = self._positions.line_and_column(max(start, end - 1))
        return Place(self.path, first, max(first, last))

    def _unreadable(self, start: int, end: int, name: str) -> Operation:
        reason = "the SQL text is put together at run time"
        return Unreadable(place=self._place(start, end), said=name, why=Why.OPAQUE, reason=reason)


def _unescaped(found: re.Match[str]) -> str:
    r"""`\n` and `\t` are white space, a quote stays a quote; two code points stay two."""
    letter = found[1]
    return "  " if letter in "nrt\n" else f" {letter}"
