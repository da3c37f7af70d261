"""PostgreSQL's statements about anything but the columns of a table: drop, rename, types, rights, policies."""

from __future__ import annotations

from collections.abc import Iterator

from checks.schema.names import TableName, table_name
from checks.schema.operations import (
    AddEnumValue,
    ChangeDomain,
    CreateEnum,
    CreateObject,
    DropIndex,
    DropObject,
    DropTable,
    Operation,
    OtherStatement,
    Policy,
    RenameColumn,
    RenameEnumValue,
    RenameObject,
    RenameTable,
    Rights,
)
from checks.schema.place import Place
from checks.schema.sql.node import Node, child, children, flag, strings, unwrap, word
from checks.schema.sql.pg_table import named, relation

_NO_TABLE = TableName("")


def drop(node: Node, place: Place) -> Iterator[Operation]:
    """DROP of tables, indexes or anything else, one operation per name."""
    kind = word(node, "removeType").removeprefix("OBJECT_")
    cascade = word(node, "behavior") == "DROP_CASCADE"
    exists, concurrently = flag(node, "missing_ok"), flag(node, "concurrent")
    for item in children(node, "objects"):
        name, inner = unwrap(item)
        parts = strings([item]) if name == "String" else strings(children(inner, "items")) or _function_name(inner)
        if kind in {"TABLE", "FOREIGN_TABLE"}:
            yield DropTable(place=place, said="DROP TABLE", table=named(parts), if_exists=exists, cascade=cascade)
        elif kind == "INDEX":
            yield DropIndex(
                place=place,
                said="DROP INDEX",
                table=_NO_TABLE,
                name=parts[-1] if parts else "",
                concurrently=concurrently,
                if_exists=exists,
                cascade=cascade,
            )
        else:
            yield _drop_other(kind, parts, place, exists=exists, cascade=cascade)


def _function_name(node: Node) -> tuple[str, ...]:
    return strings(children(node, "objname") or children(node, "names"))


def _drop_other(kind: str, parts: tuple[str, ...], place: Place, *, exists: bool, cascade: bool) -> Operation:
    words = {"MATVIEW": "materialized view"}.get(kind, kind.lower().replace("_", " "))
    on_table = kind in {"TRIGGER", "POLICY", "RULE"} and len(parts) > 1
    table = named(parts[:-1]) if on_table else None
    if kind == "POLICY":
        name = parts[-1] if parts else ""
        return Policy(place=place, said="DROP POLICY", table=table or _NO_TABLE, name=name, change="drop")
    return DropObject(
        place=place,
        said=f"DROP {words.upper()}",
        kind=words,
        name=parts[-1] if on_table and parts else ".".join(parts),
        if_exists=exists,
        cascade=cascade,
        table=table,
    )


def rename(node: Node, place: Place) -> Operation:
    """RENAME of a table, a column or anything else."""
    kind = word(node, "renameType").removeprefix("OBJECT_")
    table, new, old = relation(child(node, "relation")), word(node, "newname"), word(node, "subname")
    of_table = word(node, "relationType") in {"", "OBJECT_TABLE", "OBJECT_FOREIGN_TABLE"}
    if kind == "TABLE":
        return RenameTable(place=place, said="RENAME TO", table=table, new=table_name(new, table.schema))
    if kind == "COLUMN" and of_table:
        return RenameColumn(place=place, said="RENAME COLUMN", table=table, name=old, new=new)
    words = kind.lower().replace("_", " ")
    return RenameObject(place=place, said=f"RENAME {words.upper()}", kind=words, name=old or table.name, new=new)


def enum_value(node: Node, place: Place) -> Operation:
    """ALTER TYPE … ADD VALUE or RENAME VALUE."""
    name, new, old = ".".join(strings(children(node, "typeName"))), word(node, "newVal"), word(node, "oldVal")
    if old:
        return RenameEnumValue(place=place, said="ALTER TYPE … RENAME VALUE", name=name, value=old, new=new)
    return AddEnumValue(
        place=place,
        said="ALTER TYPE … ADD VALUE",
        name=name,
        value=new,
        ordered=bool(word(node, "newValNeighbor")),
        if_not_exists=flag(node, "skipIfNewValExists"),
    )


def create_enum(node: Node, place: Place) -> Operation:
    """CREATE TYPE … AS ENUM."""
    name = ".".join(strings(children(node, "typeName")))
    return CreateEnum(place=place, said="CREATE TYPE … AS ENUM", name=name, values=strings(children(node, "vals")))


def domain(name: str, node: Node, place: Place) -> Operation:
    """CREATE DOMAIN and ALTER DOMAIN."""
    created = name == "CreateDomainStmt"
    label = ".".join(strings(children(node, "domainname" if created else "typeName")))
    if created:
        parts = (child(item, "Constraint") for item in children(node, "constraints"))
        check = any(word(part, "contype") == "CONSTR_CHECK" for part in parts)
    else:
        constraint = child(node, "def", "Constraint")
        check = word(node, "subtype") == "C" and not flag(constraint, "skip_validation")
    said = "CREATE DOMAIN" if created else "ALTER DOMAIN"
    return ChangeDomain(place=place, said=said, name=label, check=check, created=created)


def policy(name: str, node: Node, place: Place) -> Operation:
    """CREATE POLICY and ALTER POLICY; `open` when it lets every row through."""
    change = "create" if name == "CreatePolicyStmt" else "alter"
    constant = child(node, "qual", "A_Const", "boolval").get("boolval") is True
    return Policy(
        place=place,
        said=f"{change.upper()} POLICY",
        table=relation(child(node, "table")),
        name=word(node, "policy_name"),
        change=change,
        open=constant and (change == "alter" or flag(node, "permissive")),
    )


def grant(node: Node, place: Place) -> Operation:
    """GRANT and REVOKE; wide when it gives everything, or gives to everybody."""
    given = flag(node, "is_grant")
    to_all = any(word(child(item, "RoleSpec"), "roletype") == "ROLESPEC_PUBLIC" for item in children(node, "grantees"))
    everything = not children(node, "privileges")
    verb = "GRANT" if given else "REVOKE"
    rights = [word(child(item, "AccessPriv"), "priv_name").upper() for item in children(node, "privileges")]
    what = f"{verb} {'ALL' if everything else ', '.join(rights)}{' TO PUBLIC' if to_all and given else ''}"
    return Rights(place=place, said=verb, what=what, widened=given and (everything or to_all))


def create_function(node: Node, place: Place) -> Operation:
    """CREATE FUNCTION or PROCEDURE."""
    options = {
        word(child(item, "DefElem"), "defname"): child(item, "DefElem", "arg") for item in children(node, "options")
    }
    definer = child(options.get("security", {}), "Boolean").get("boolval") is True
    kind = "procedure" if flag(node, "is_procedure") else "function"
    name = ".".join(strings(children(node, "funcname")))
    said = f"CREATE {kind.upper()}"
    return CreateObject(place=place, said=said, kind=kind, name=name, replace=flag(node, "replace"), definer=definer)


def alter_object(name: str, node: Node, place: Place) -> Operation:
    """The many statements that alter an object without touching a table's rows."""
    if name == "AlterOwnerStmt":
        kind = word(node, "objectType").removeprefix("OBJECT_").lower().replace("_", " ")
        return Rights(place=place, said="OWNER TO", what=f"ALTER {kind.upper()} … OWNER TO", widened=True)
    return OtherStatement(place=place, said="ALTER", what=name.removesuffix("Stmt"), ddl=True)
