"""What runs around every migration was edited.

The environment that starts the migrations decides which tables, tenants and transactions they see.

Why it matters:
    Alembic's `env.py` sets the transaction, the schema or tenant, the filters and the time-outs for all
    migrations. A line that is lost here changes each of them, and no migration shows it.

Instead:
    Keep what guards: one transaction per migration, the tenant's context, the lock timeout. Let the owner of
    the database sign the change.

What it does not see:
    Scripts that call the tool with other flags.

Sources:
    Catalogue MIG-G11; Alembic documentation "The Migration Environment".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit import (
    Action,
    Change,
    Check,
    Example,
    Hit,
    Kind,
    Options,
    Severity,
    Side,
    Source,
    Span,
    Undecodable,
    Unparsable,
    title_of,
)
from checks.kit.files import is_test
from checks.migrations._meaning import source_parts
from checks.schema.python.descent import descend

_CALLS = frozenset({"context.configure", "context.run_migrations"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """The differing units of an Alembic environment, as one hit."""
    del options
    if change.base is None or change.head is None or is_test(change.path) or not change.path.endswith(".py"):
        return
    if b"context" not in change.base.data or not _is_environment(change.base):
        return
    parts = list(source_parts(change, change.base, change.head))
    if parts:
        first = parts[0]
        side, lines = (Side.RIGHT, first.head) if first.head is not None else (Side.LEFT, first.base)
        names = ", ".join(dict.fromkeys(part.what for part in parts))
        yield Hit(
            kind=Kind.CHANGED,
            span=Span(side, change.path if side is Side.RIGHT else change.base_path, *(lines or (1, 1))),
            symbol=first.symbol,
            fact=f"migration environment edited: {names}",
            title=title_of(f"the environment of all migrations was edited: {names}"),
            message="Transaction, tenant, filters and time-outs of all migrations are set here; none shows it.",
            confidence=0.8,
        )


def _is_environment(source: Source) -> bool:
    """Whether the file configures and runs Alembic's context."""
    try:
        tree = source.tree
    except (Undecodable, Unparsable):
        return False
    calls = (node.func for node in descend(tree) if isinstance(node, ast.Call))
    return {ast.unparse(func) for func in calls if isinstance(func, ast.Attribute)} >= _CALLS


_ENV = """
    from alembic import context

    # {comment}
    def run():
        with engine.connect() as connection:
            {guard}
            context.configure(connection=connection, transaction_per_migration=True)
            with context.begin_transaction():
                context.run_migrations()


    run()
"""
_SET = "connection.execute(set_tenant)"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("MIG-G11",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the tenant is no longer set",
            base=_ENV.format(comment="", guard=_SET),
            head=_ENV.format(comment="", guard="pass"),
            finds=((6, "was edited: run()"),),
            path="alembic/env.py",
        ),
        Example(
            "only a comment",
            base=_ENV.format(comment="old", guard=_SET),
            head=_ENV.format(comment="new", guard=_SET),
            path="alembic/env.py",
        ),
        Example("a new environment", head=_ENV.format(comment="", guard=_SET), path="alembic/env.py"),
        Example("another context", base="context.configure(1)\n", head="context.configure(2)\n", path="shop/env.py"),
    ),
)
