"""Statements that PostgreSQL's grammar accepts and PostgreSQL refuses: one column said twice."""

from __future__ import annotations

from collections.abc import Iterator

from checks.schema.operations import Refused
from checks.schema.place import Place
from checks.schema.sql.node import Node, child, children, strings, unwrap, word


def refused(name: str, node: Node, place: Place) -> Iterator[Refused]:
    """What is wrong with a statement, once."""
    for what, names in _lists(name, node):
        twice = _twice(names)
        if twice:
            yield Refused(place=place, said=what, reason=f'column "{twice}" is named twice')
            return


def _twice(names: list[str]) -> str:
    """The first name that comes again; a part of a column (a.x) collides with the whole column only."""
    seen: set[str] = set()
    in_part: set[str] = set()
    for name in names:
        if not name:
            continue
        whole = name.split(".", 1)[0]
        if name in seen or (whole in seen and name != whole) or name in in_part:
            return name
        seen.add(name)
        in_part.update(name[:at] for at, sign in enumerate(name) if sign == ".")
    return ""


def _lists(name: str, node: Node) -> Iterator[tuple[str, list[str]]]:
    match name:
        case "UpdateStmt":
            yield "UPDATE", _targets(children(node, "targetList"))
        case "InsertStmt":
            yield "INSERT", _targets(children(node, "cols"))
            yield "ON CONFLICT", _targets(children(child(node, "onConflictClause"), "targetList"))
        case "MergeStmt":
            for clause in children(node, "mergeWhenClauses"):
                yield "MERGE", _targets(children(child(clause, "MergeWhenClause"), "targetList"))
        case "CreateStmt" | "CreateForeignTableStmt":
            inner = child(node, "base") if name == "CreateForeignTableStmt" else node
            columns = [word(child(item, "ColumnDef"), "colname") for item in children(inner, "tableElts")]
            yield "CREATE TABLE", columns
        case "ViewStmt":
            aliases = list(strings(children(node, "aliases")))
            yield "CREATE VIEW", aliases or _results(child(node, "query", "SelectStmt"))
        case "CreateTableAsStmt":
            named = list(strings(children(child(node, "into"), "colNames")))
            yield "CREATE TABLE AS", named or _results(child(node, "query", "SelectStmt"))
        case "SelectStmt" if node.get("intoClause"):
            yield "SELECT INTO", _results(node)
        case _:
            return


def _targets(items: list[Node]) -> list[str]:
    """Assigned columns; an element of an array (a[1]) is none of its own."""
    found: list[str] = []
    for item in items:
        target = child(item, "ResTarget")
        parts = [unwrap(part) for part in children(target, "indirection")]
        if any(kind == "A_Indices" for kind, _ in parts):
            continue
        fields = [word(inner, "sval") for kind, inner in parts if kind == "String"]
        found.append(".".join((word(target, "name"), *fields)))
    return found


def _results(select: Node) -> list[str]:
    """Names of the result columns, as PostgreSQL makes them up where none is given."""
    found: list[str] = []
    for item in children(select, "targetList"):
        target = child(item, "ResTarget")
        found.append(word(target, "name") or _made_up(target.get("val")))
    return found


def _made_up(value: object) -> str:
    kind, inner = unwrap(value)
    match kind:
        case "ColumnRef":
            names = strings(children(inner, "fields"))
            return names[-1] if names else ""
        case "FuncCall":
            return strings(children(inner, "funcname"))[-1]
        case "TypeCast":
            return (
                _made_up(inner.get("arg")).replace("?column?", "")
                or strings(children(child(inner, "typeName"), "names"))[-1]
            )
        case "A_Const" | "A_Expr":
            return "?column?"
        case _:
            return ""
