"""PostgreSQL's statements that change rows."""

from __future__ import annotations

from checks.schema.operations import ChangeRows, Operation, OtherStatement, Truncate
from checks.schema.place import Place
from checks.schema.sql.node import Node, child, children, strings, unwrap, walk, word
from checks.schema.sql.pg_expression import column_of, constant, unstable
from checks.schema.sql.pg_table import relation

_SMALL = 50  # rows that a person can read in a diff


def change_rows(name: str, node: Node, place: Place) -> Operation:
    """INSERT, UPDATE, DELETE, MERGE or COPY."""
    verb = name.removesuffix("Stmt").lower()
    where = node.get("whereClause")
    query = child(node, "selectStmt", "SelectStmt")
    return ChangeRows(
        place=place,
        said=verb.upper(),
        verb=verb,
        table=relation(child(node, "relation")),
        filtered=_filters(where) or verb in {"insert", "merge", "copy"} or _limited_by_join(node),
        bounded=_bounded(verb, where, query),
        sets=tuple(word(child(item, "ResTarget"), "name") for item in children(node, "targetList")),
        from_query=bool(query) and "valuesLists" not in query,
        unstable=unstable(node),
        where_null=_null_tests(where),
    )


def _filters(where: object) -> bool:
    """Whether a WHERE is there and is not a constant truth (`WHERE true`, `WHERE 1 = 1`)."""
    if not where:
        return False
    if constant(where) == "true":
        return False
    name, inner = unwrap(where)
    if name == "A_Expr" and strings(children(inner, "name")) == ("=",):
        left, right = constant(inner.get("lexpr")), constant(inner.get("rexpr"))
        return left is None or left != right
    return True


def _limited_by_join(node: Node) -> bool:
    return bool(children(node, "fromClause") or children(node, "usingClause"))


def _bounded(verb: str, where: object, query: Node) -> bool:
    """Whether the text itself says which few rows it touches."""
    if verb in {"insert", "copy"}:
        return "valuesLists" in query or "fromClause" not in query
    name, inner = unwrap(where)
    if name == "BoolExpr" and word(inner, "boolop") == "AND_EXPR":
        return any(_bounded(verb, part, query) for part in children(inner, "args"))
    if name != "A_Expr" or not column_of(inner.get("lexpr")):
        return False
    kind, right = word(inner, "kind"), inner.get("rexpr")
    key = column_of(inner.get("lexpr")).lower()
    if kind == "AEXPR_OP" and strings(children(inner, "name")) == ("=",):
        return constant(right) is not None and _is_key(key)
    items = children(child({"x": right}, "x", "List"), "items")
    return kind == "AEXPR_IN" and 0 < len(items) <= _SMALL and all(constant(item) is not None for item in items)


def _is_key(column: str) -> bool:
    return column in {"id", "pk", "key", "name", "code", "slug", "version_num", "uuid"} or column.endswith(
        ("_key", "_name")
    )


def _null_tests(where: object) -> tuple[str, ...]:
    """Columns that the WHERE tests for IS NULL: the mark of a backfill."""
    found = (
        column_of(inner.get("arg"))
        for name, inner in walk({"w": where})
        if name == "NullTest" and word(inner, "nulltesttype") == "IS_NULL"
    )
    return tuple(column for column in found if column)


def truncate(node: Node, place: Place) -> Truncate:
    """TRUNCATE of one or several tables."""
    tables = tuple(relation(child(item, "RangeVar")) for item in children(node, "relations"))
    return Truncate(place=place, said="TRUNCATE", tables=tables, cascade=word(node, "behavior") == "DROP_CASCADE")


def select(node: Node, place: Place) -> Operation:
    """SELECT: nothing but a read, unless it makes a table or calls a function that acts."""
    called = sorted(
        {
            names[-1]
            for name, inner in walk(node)
            if name == "FuncCall" and (names := strings(children(inner, "funcname")))
        }
    )
    acting = [name for name in called if name.startswith(("pg_advisory", "setval", "create_", "drop_", "add_"))]
    tables = [relation(child(item, "RangeVar")) for item in children(node, "fromClause") if "RangeVar" in item]
    table = tables[0] if tables else None
    return OtherStatement(place=place, said="SELECT", what=f"SELECT {acting[0]}()" if acting else "SELECT", table=table)
