"""MySQL and SQLite text into operations, by sqlglot; imported only when such a file comes along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, cast

from sqlglot import Expr, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.dialects.mysql import MySQL
from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import SqlglotError

from checks.schema.columns import Constraint, Index
from checks.schema.names import TableName, table_name
from checks.schema.operations import (
    ChangeRows,
    ControlTransaction,
    CreateIndex,
    CreateObject,
    CreateTable,
    DropColumn,
    DropIndex,
    DropObject,
    DropTable,
    LockTable,
    Operation,
    OtherStatement,
    RenameTable,
    Rights,
    Setting,
    Truncate,
    Unreadable,
    Why,
)
from checks.schema.place import Place
from checks.schema.sql.copying import copied_columns
from checks.schema.sql.glot_alter import alter
from checks.schema.sql.glot_table import column_of, constraint_of, listed, relation, text_of
from checks.schema.sql.lexer import Statement, split
from checks.schema.sql.offsets import Locate

Flavour = Literal["mysql", "sqlite"]

_LONGEST = 60_000  # code points of one statement: sqlglot reads about a million a second
_DELIMITER = re.compile(r"^[ \t]*DELIMITER\b.*$", re.IGNORECASE | re.MULTILINE)
_INSERT = re.compile(
    r"^\s*(?:INSERT|REPLACE)\b(?:\s+(?:IGNORE|INTO|OR|REPLACE|ABORT|FAIL))*\s+[`\"\[]?(\w+)[`\"\]]?", re.IGNORECASE
)
_ROUTINE = re.compile(
    r"^\s*CREATE\b.*?\b(TRIGGER|PROCEDURE|FUNCTION|EVENT)\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w`\".]+)",
    re.IGNORECASE | re.DOTALL,
)
_QUIET = frozenset(
    {
        "COMMENT",
        "USE",
        "ANALYZE",
        "SHOW",
        "DESCRIBE",
        "CALL",
        "EXECUTE",
        "PREPARE",
        "DEALLOCATE",
        "UNLOCK",
        "VACUUM",
        "REPLACE",
    }
)


class _QuietMySQL(MySQL):
    """Says nothing on stderr about a statement that it keeps as text: the reader looks at that itself."""

    class Parser(MySQL.Parser):
        def _warn_unsupported(self) -> None:
            """Silent."""


class _QuietSQLite(SQLite):
    """As above, for SQLite."""

    class Parser(SQLite.Parser):
        def _warn_unsupported(self) -> None:
            """Silent."""


_DIALECTS: dict[Flavour, type[Dialect]] = {"mysql": _QuietMySQL, "sqlite": _QuietSQLite}


def read_other(text: str, flavour: Flavour, locate: Locate) -> Iterator[Operation]:
    """The operations of a MySQL or SQLite text; what does not parse becomes Unreadable."""
    for piece in _pieces(text, flavour):
        place = locate(piece.start, piece.end)
        known = _without_parser(piece, place)
        if known is not None:
            yield known
            continue
        try:
            trees = _parse(piece.text, flavour)
        except (SqlglotError, RecursionError, ValueError) as error:
            yield Unreadable(place=place, said=" ".join(piece.words[:3]), why=Why.SYNTAX, reason=_first_line(error))
            continue
        for tree in trees:
            yield from _statement(tree, place, piece)


def syntax_errors(text: str, flavour: Flavour) -> int:
    """How many statements the grammar of that flavour refuses."""
    return sum(1 for piece in _pieces(text, flavour) if not _readable(piece, flavour))


def _readable(piece: Statement, flavour: Flavour) -> bool:
    if _without_parser(piece, Place("", 1, 1)) is not None:
        return True
    try:
        return not any(
            isinstance(tree, exp.Command) and tree.name.upper() in {"ALTER", "CREATE"}
            for tree in _parse(piece.text, flavour)
        )
    except (SqlglotError, RecursionError, ValueError):
        return False


def _pieces(text: str, flavour: Flavour) -> Iterator[Statement]:
    blank = _DELIMITER.sub(lambda found: " " * len(found[0]), text)
    return split(blank, backslashes=flavour == "mysql", hash_comments=flavour == "mysql")


def _parse(text: str, flavour: Flavour) -> list[Expr]:
    trees = cast("list[object]", _DIALECTS[flavour]().parse(text))
    return [tree for tree in trees if isinstance(tree, Expr)]


def _first_line(error: Exception) -> str:
    return re.sub(r"\x1b\[\d*m", "", str(error)).split("\n", 1)[0][:160]


def _without_parser(piece: Statement, place: Place) -> Operation | None:
    """Statements that need no grammar, or that must not reach it."""
    if piece.too_deep or piece.open:
        reason = "it is nested too deeply" if piece.too_deep else "a quote or comment never ends"
        return Unreadable(place=place, said=" ".join(piece.words[:2]), why=Why.LIMIT, reason=reason)
    if found := _ROUTINE.match(piece.text):
        kind = found[1].lower()
        return CreateObject(place=place, said=f"CREATE {kind.upper()}", kind=kind, name=found[2].strip('`"'))
    if found := _INSERT.match(piece.text):
        query = "VALUES" not in piece.text.upper() and "SELECT" in piece.text.upper()
        return ChangeRows(
            place=place,
            said="INSERT",
            verb="insert",
            table=table_name(found[1]),
            bounded=not query,
            from_query=query,
            copied=copied_columns(piece.text) if query else (),
        )
    if len(piece.text) > _LONGEST:
        return Unreadable(
            place=place, said=" ".join(piece.words[:2]), why=Why.LIMIT, reason="the statement is too long"
        )
    return _control(piece, place)


def _control(piece: Statement, place: Place) -> Operation | None:
    words = piece.words
    first = words[0] if words else ""
    if first in {"BEGIN", "COMMIT", "ROLLBACK"} or words[:2] == ("START", "TRANSACTION"):
        verb = "begin" if first in {"BEGIN", "START"} else first.lower()
        if "SAVEPOINT" in words or "TO" in words:
            return OtherStatement(place=place, said=first, what="SAVEPOINT")
        return ControlTransaction(place=place, said=first, verb=verb, open_before=False)
    if words[:1] == ("LOCK",):
        return LockTable(
            place=place, said="LOCK TABLES", table=TableName(""), mode="WRITE" if "WRITE" in words else "READ"
        )
    if found := re.match(r"^\s*RENAME\s+TABLE\s+[`\"]?(\w+)[`\"]?\s+TO\s+[`\"]?(\w+)", piece.text, re.IGNORECASE):
        return RenameTable(place=place, said="RENAME TABLE", table=table_name(found[1]), new=table_name(found[2]))
    if first == "GRANT":
        wide = "ALL" in words or "PUBLIC" in words
        return Rights(place=place, said="GRANT", what=" ".join(words[:3]), widened=wide)
    return None


def _statement(tree: Expr, place: Place, piece: Statement) -> Iterator[Operation]:
    for kind, reader in _READERS:
        if isinstance(tree, kind):
            yield from reader(tree, place)
            return
    first = piece.words[0] if piece.words else ""
    if isinstance(tree, exp.Command) and first not in _QUIET | {
        "SET",
        "PRAGMA",
        "GRANT",
        "REVOKE",
        "OPTIMIZE",
        "FLUSH",
    }:
        table = re.match(r"^\s*ALTER\s+TABLE\s+[`\"]?(\w+)", piece.text, re.IGNORECASE)
        if table is None:
            yield Unreadable(
                place=place, said=" ".join(piece.words[:3]), why=Why.SYNTAX, reason="an unknown form of this statement"
            )
            return
        name = table_name(table[1])
        yield OtherStatement(
            place=place, said="ALTER TABLE", what=" ".join(piece.words[:6]), ddl=True, table=name, strong=True
        )
        return
    yield OtherStatement(place=place, said=first, what=first, ddl=first == "OPTIMIZE")


def _create(tree: Expr, place: Place) -> Iterator[Operation]:
    kind, target = str(tree.args.get("kind") or "").upper(), cast("object", tree.this)
    exists, replaced = bool(tree.args.get("exists")), bool(tree.args.get("replace"))
    if kind == "TABLE":
        yield _create_table(tree, target, place)
    elif kind == "INDEX" and isinstance(target, exp.Index):
        params = cast("object", target.args.get("params"))
        columns = listed(params, "columns") if isinstance(params, Expr) else []
        partial = isinstance(params, Expr) and params.args.get("where") is not None
        unique = bool(tree.args.get("unique"))
        names = tuple(
            text_of(cast("object", item.this)) if isinstance(item, exp.Ordered) else text_of(item) for item in columns
        )
        yield CreateIndex(
            place=place,
            said="CREATE UNIQUE INDEX" if unique else "CREATE INDEX",
            table=relation(cast("object", target.args.get("table"))),
            index=Index(text_of(target), names, unique=unique, conditional=partial),
            if_not_exists=exists,
        )
    else:
        yield CreateObject(
            place=place, said=f"CREATE {kind}", kind=kind.lower(), name=str(relation(target)), replace=replaced
        )


def _create_table(tree: Expr, target: object, place: Place) -> Operation:
    parts = listed(target) if isinstance(target, exp.Schema) else []
    made = [constraint_of(part) for part in parts if not isinstance(part, exp.ColumnDef)]
    properties = tree.find(exp.TemporaryProperty)
    return CreateTable(
        place=place,
        said="CREATE TABLE",
        table=relation(target),
        columns=tuple(column_of(part) for part in parts if isinstance(part, exp.ColumnDef)),
        constraints=tuple(item for item in made if isinstance(item, Constraint)),
        indexes=tuple(item for item in made if isinstance(item, Index)),
        if_not_exists=bool(tree.args.get("exists")),
        temporary=properties is not None,
        complete=bool(parts) and tree.args.get("expression") is None,
    )


def _drop(tree: Expr, place: Place) -> Iterator[Operation]:
    kind = str(tree.args.get("kind") or "").upper()
    exists, cascade = bool(tree.args.get("exists")), bool(tree.args.get("cascade"))
    for target in listed(tree, "tables"):
        if kind == "TABLE":
            yield DropTable(place=place, said="DROP TABLE", table=relation(target), if_exists=exists, cascade=cascade)
        elif kind == "INDEX":
            on = cast("object", tree.args.get("cluster"))
            table = relation(cast("object", on.this)) if isinstance(on, Expr) else TableName("")
            yield DropIndex(place=place, said="DROP INDEX", table=table, name=text_of(target), if_exists=exists)
        elif kind == "COLUMN":
            yield DropColumn(place=place, said="DROP COLUMN", table=TableName(""), name=text_of(target))
        else:
            yield DropObject(
                place=place,
                said=f"DROP {kind}",
                kind=kind.lower(),
                name=text_of(target),
                if_exists=exists,
                cascade=cascade,
            )


def _update(tree: Expr, place: Place) -> Iterator[Operation]:
    sets = tuple(text_of(cast("object", item.this)) for item in listed(tree))
    yield _rows("update", tree, place, sets)


def _delete(tree: Expr, place: Place) -> Iterator[Operation]:
    yield _rows("delete", tree, place, ())


def _rows(verb: str, tree: Expr, place: Place, sets: tuple[str, ...]) -> Operation:
    where = cast("object", tree.args.get("where"))
    condition = cast("object", where.this) if isinstance(where, Expr) else None
    always = isinstance(condition, exp.Boolean | exp.Literal)
    joined = isinstance(tree.this, Expr) and bool(tree.this.args.get("joins"))
    filtered = (condition is not None and not always) or tree.args.get("limit") is not None or joined
    nulls = [text_of(cast("object", node.this)) for node in where.find_all(exp.Is)] if isinstance(where, Expr) else []
    return ChangeRows(
        place=place,
        said=verb.upper(),
        verb=verb,
        table=relation(cast("object", tree.this)),
        filtered=filtered,
        bounded=isinstance(condition, exp.EQ) and text_of(cast("object", condition.this)).lower() == "id",
        sets=sets,
        where_null=tuple(nulls),
    )


def _truncate(tree: Expr, place: Place) -> Iterator[Operation]:
    yield Truncate(place=place, said="TRUNCATE", tables=tuple(relation(item) for item in listed(tree)), cascade=False)


def _set(tree: Expr, place: Place) -> Iterator[Operation]:
    for item in listed(tree):
        inner = cast("object", item.this)
        if isinstance(inner, exp.EQ):
            name = text_of(cast("object", inner.this)).lower()
            yield Setting(place=place, said="SET", name=name, value=text_of(cast("object", inner.expression)))


def _pragma(tree: Expr, place: Place) -> Iterator[Operation]:
    inner = cast("object", tree.this)
    name = text_of(cast("object", inner.this)) if isinstance(inner, exp.EQ) else text_of(inner)
    value = text_of(cast("object", inner.expression)) if isinstance(inner, exp.EQ) else ""
    yield Setting(place=place, said="PRAGMA", name=f"pragma {name.lower()}", value=value)


_READERS: tuple[tuple[type[Expr], Callable[[Expr, Place], Iterator[Operation]]], ...] = (
    (exp.Create, _create),
    (exp.Drop, _drop),
    (exp.Alter, alter),
    (exp.Update, _update),
    (exp.Delete, _delete),
    (exp.TruncateTable, _truncate),
    (exp.Set, _set),
    (exp.Pragma, _pragma),
)
