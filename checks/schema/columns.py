"""Columns, constraints and indexes: what a table is made of."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from checks.schema.names import TableName
from checks.schema.types import UNKNOWN_TYPE, ColumnType


class DefaultKind(StrEnum):
    """How a default comes about: it decides whether adding the column rewrites the table."""

    CONSTANT = "constant"
    STABLE = "stable"  # once per statement: now(), current_user
    VOLATILE = "volatile"  # once per row: random(), gen_random_uuid(), or a function nobody knows


class Generated(StrEnum):
    """Values that the database makes by itself."""

    STORED = "stored"
    VIRTUAL = "virtual"
    SERIAL = "serial"
    IDENTITY = "identity"


class Default(Struct, frozen=True):
    """A default and its text as written."""

    kind: DefaultKind
    text: str


class Reference(Struct, frozen=True):
    """What a foreign key points to.

    Attributes:
        on_delete: "CASCADE", "SET NULL", "RESTRICT", "NO ACTION", "SET DEFAULT"; Django's on_delete in
            the same words ("PROTECT", "DO_NOTHING" stay); "" when nothing is said.
        enforced: False when the database does not check it (db_constraint=False).
    """

    table: TableName
    columns: tuple[str, ...] = ()
    on_delete: str = ""
    enforced: bool = True


class Column(Struct, frozen=True):
    """One column.

    Attributes:
        nullable: None when the file does not say and nobody knows.
        default: what the database fills in; `code_default` what only the application fills in.
        choices: the values an enum-like column may take; None when it is none or nobody knows.
    """

    name: str
    type: ColumnType = UNKNOWN_TYPE
    nullable: bool | None = True
    default: Default | None = None
    code_default: Default | None = None
    primary_key: bool = False
    unique: bool = False
    indexed: bool = False
    generated: Generated | None = None
    references: Reference | None = None
    has_check: bool = False
    choices: tuple[str, ...] | None = None


class ConstraintKind(StrEnum):
    """What a constraint promises."""

    PRIMARY_KEY = "primary key"
    UNIQUE = "unique"
    FOREIGN_KEY = "foreign key"
    CHECK = "check"
    EXCLUDE = "exclusion"
    NOT_NULL = "not null"
    UNKNOWN = "unknown"


class Constraint(Struct, frozen=True):
    """One table constraint.

    Attributes:
        columns: in order; empty when it stands on an expression.
        validated: False when added NOT VALID.
        using_index: name of the finished index that it takes over.
        not_null_column: the column whose non-null the check proves ("col IS NOT NULL"); else "".
        conditional: whether it holds for part of the rows only (a partial unique index).
        expression: text of a check, normalised; "" when unknown.
    """

    kind: ConstraintKind
    name: str = ""
    columns: tuple[str, ...] = ()
    validated: bool = True
    using_index: str = ""
    references: Reference | None = None
    not_null_column: str = ""
    conditional: bool = False
    expression: str = ""
    enforced: bool = True


class Index(Struct, frozen=True):
    """One index; an expression among the columns is ""."""

    name: str = ""
    columns: tuple[str, ...] = ()
    unique: bool = False
    conditional: bool = False
    method: str = ""
