"""One parsed PostgreSQL statement into operations; the ones with parts of their own stand beside this."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checks.schema.names import TableName
from checks.schema.operations import (
    ControlTransaction,
    CreateIndex,
    CreateObject,
    DropObject,
    LockTable,
    Operation,
    OtherStatement,
    RefreshView,
    Reindex,
    RenameObject,
    RewriteTable,
    Setting,
)
from checks.schema.place import Place
from checks.schema.sql.node import Node, child, children, flag, number, strings, unwrap, word
from checks.schema.sql.pg_expression import constant
from checks.schema.sql.pg_objects import (
    alter_object,
    create_enum,
    create_function,
    domain,
    drop,
    enum_value,
    grant,
    policy,
    rename,
)
from checks.schema.sql.pg_refused import refused
from checks.schema.sql.pg_rows import change_rows, select, truncate
from checks.schema.sql.pg_table import create_table, index_of, relation

Reader = Callable[[str, Node, Place], Iterator[Operation]]

_LOCKS = (
    "",
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)
_TRANSACTION = {"BEGIN": "begin", "START": "begin", "COMMIT": "commit", "ROLLBACK": "rollback"}
_QUIET = frozenset(
    {
        "VariableShowStmt",
        "ExplainStmt",
        "CallStmt",
        "PrepareStmt",
        "ExecuteStmt",
        "DeallocateStmt",
        "NotifyStmt",
        "ListenStmt",
        "DiscardStmt",
        "CheckPointStmt",
        "DeclareCursorStmt",
        "FetchStmt",
        "GrantRoleStmt",
        "AlterRoleStmt",
        "CreateRoleStmt",
    }
)


def statement(name: str, node: Node, place: Place) -> Iterator[Operation]:
    """The operations of a statement of that node type."""
    yield from refused(name, node, place)
    reader = _READERS.get(name)
    if reader is not None:
        yield from reader(name, node, place)
    elif name in _QUIET:
        what = name.removesuffix("Stmt")
        yield OtherStatement(place=place, said=what.upper(), what=what)
    else:
        yield alter_object(name, node, place)


def _create(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    yield create_table(node, place, "CREATE TABLE")


def _create_foreign(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    yield create_table(child(node, "base"), place, "CREATE FOREIGN TABLE")


def _table_as(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    target = child(node, "into", "rel")
    if word(node, "objtype") == "OBJECT_MATVIEW":
        label, said = str(relation(target)), "CREATE MATERIALIZED VIEW"
        yield CreateObject(place=place, said=said, kind="materialized view", name=label)
    else:
        yield create_table({"relation": target, "inhRelations": [{}]}, place, "CREATE TABLE AS")


def _select(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    into = child(node, "intoClause", "rel")
    if into:
        yield create_table({"relation": into, "inhRelations": [{}]}, place, "SELECT INTO")
    yield select(node, place)


def _index(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    yield CreateIndex(
        place=place,
        said="CREATE UNIQUE INDEX" if flag(node, "unique") else "CREATE INDEX",
        table=relation(child(node, "relation")),
        index=index_of(node),
        concurrently=flag(node, "concurrent"),
        if_not_exists=flag(node, "if_not_exists"),
    )


def _view(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    label, replace = str(relation(child(node, "view"))), flag(node, "replace")
    yield CreateObject(place=place, said="CREATE VIEW", kind="view", name=label, replace=replace)


def _trigger(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    label, replace = word(node, "trigname"), flag(node, "replace")
    yield CreateObject(place=place, said="CREATE TRIGGER", kind="trigger", name=label, replace=replace)


def _create_other(name: str, node: Node, place: Place) -> Iterator[Operation]:
    kinds = {"CreateSeqStmt": "sequence", "CreateSchemaStmt": "schema", "CreateExtensionStmt": "extension"}
    kind = kinds.get(name, "type")
    label = word(node, "schemaname") or word(node, "extname") or word(child(node, "sequence"), "relname")
    exists = flag(node, "if_not_exists")
    yield CreateObject(place=place, said=f"CREATE {kind.upper()}", kind=kind, name=label, if_not_exists=exists)


def _drop_database(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    label, exists = word(node, "dbname"), flag(node, "missing_ok")
    yield DropObject(place=place, said="DROP DATABASE", kind="database", name=label, if_exists=exists)


def _setting(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    values = [constant(item) or "" for item in children(node, "args")]
    said = "SET LOCAL" if flag(node, "is_local") else "SET"
    yield Setting(place=place, said=said, name=word(node, "name").lower(), value=", ".join(values))


def _transaction(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    kind = word(node, "kind").removeprefix("TRANS_STMT_")
    verb = _TRANSACTION.get(kind)
    if verb is None:
        yield OtherStatement(place=place, said=kind, what=kind)
    else:
        yield ControlTransaction(place=place, said=kind, verb=verb, open_before=False)


def _lock(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    number_ = number(node, "mode") or 0
    mode = _LOCKS[number_] if number_ < len(_LOCKS) else ""
    for item in children(node, "relations"):
        yield LockTable(place=place, said="LOCK TABLE", table=relation(child(item, "RangeVar")), mode=mode)


def _refresh(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    view, concurrently = relation(child(node, "relation")), flag(node, "concurrent")
    yield RefreshView(place=place, said="REFRESH MATERIALIZED VIEW", name=view, concurrently=concurrently)


def _reindex(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    target = word(node, "kind").removeprefix("REINDEX_OBJECT_").lower()
    label = word(child(node, "relation"), "relname") or word(node, "name")
    concurrently = _option(node, "params", "concurrently")
    yield Reindex(place=place, said="REINDEX", target=target, name=label, concurrently=concurrently)


def _cluster(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    yield RewriteTable(place=place, said="CLUSTER", table=relation(child(node, "relation")), how="CLUSTER")


def _vacuum(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    tables = [relation(child(item, "VacuumRelation", "relation")) for item in children(node, "rels")]
    if _option(node, "options", "full"):
        for table in tables or [TableName("")]:
            yield RewriteTable(place=place, said="VACUUM FULL", table=table, how="VACUUM FULL")
    else:
        said = "VACUUM" if flag(node, "is_vacuumcmd") else "ANALYZE"
        yield OtherStatement(place=place, said=said, what=said, ddl=said == "VACUUM")


def _set_schema(_name: str, node: Node, place: Place) -> Iterator[Operation]:
    label, new = str(relation(child(node, "relation"))), word(node, "newschema")
    yield RenameObject(place=place, said="SET SCHEMA", kind="schema of", name=label, new=new)


def _comment(_name: str, _node: Node, place: Place) -> Iterator[Operation]:
    yield OtherStatement(place=place, said="COMMENT", what="COMMENT", ddl=True)


def _option(node: Node, key: str, name: str) -> bool:
    """Whether a parenthesised option is on: present, and not set to false, off or 0."""
    for item in children(node, key):
        option = child(item, "DefElem")
        if word(option, "defname") == name:
            kind, inner = unwrap(option.get("arg"))
            said = strings([{kind: inner}])
            off = (
                said[0].lower() in {"false", "off", "0"}
                if said
                else kind in {"Boolean", "Integer"} and not any(inner.values())
            )
            return not off
    return False


def _one(read: Callable[[Node, Place], Operation]) -> Reader:
    def reader(_name: str, node: Node, place: Place) -> Iterator[Operation]:
        yield read(node, place)

    return reader


def _named(read: Callable[[str, Node, Place], Operation]) -> Reader:
    def reader(name: str, node: Node, place: Place) -> Iterator[Operation]:
        yield read(name, node, place)

    return reader


def _many(read: Callable[[Node, Place], Iterator[Operation]]) -> Reader:
    def reader(_name: str, node: Node, place: Place) -> Iterator[Operation]:
        yield from read(node, place)

    return reader


_READERS: dict[str, Reader] = {
    "CreateStmt": _create,
    "CreateForeignTableStmt": _create_foreign,
    "CreateTableAsStmt": _table_as,
    "SelectStmt": _select,
    "IndexStmt": _index,
    "DropStmt": _many(drop),
    "RenameStmt": _one(rename),
    "TruncateStmt": _one(truncate),
    **dict.fromkeys(("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt"), _named(change_rows)),
    "CreateEnumStmt": _one(create_enum),
    "AlterEnumStmt": _one(enum_value),
    "CreateDomainStmt": _named(domain),
    "AlterDomainStmt": _named(domain),
    "CreatePolicyStmt": _named(policy),
    "AlterPolicyStmt": _named(policy),
    "GrantStmt": _one(grant),
    "CreateFunctionStmt": _one(create_function),
    "ViewStmt": _view,
    "CreateTrigStmt": _trigger,
    **dict.fromkeys(
        (
            "CreateSeqStmt",
            "CreateSchemaStmt",
            "CreateExtensionStmt",
            "CreateStatsStmt",
            "DefineStmt",
            "CompositeTypeStmt",
        ),
        _create_other,
    ),
    "DropdbStmt": _drop_database,
    "VariableSetStmt": _setting,
    "TransactionStmt": _transaction,
    "LockStmt": _lock,
    "RefreshMatViewStmt": _refresh,
    "ReindexStmt": _reindex,
    "ClusterStmt": _cluster,
    "VacuumStmt": _vacuum,
    "AlterObjectSchemaStmt": _set_schema,
    "CommentStmt": _comment,
}
