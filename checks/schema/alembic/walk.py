"""The statements of upgrade() and downgrade(), in order, with what stands around each."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import replace

from msgspec import structs

from checks.schema.alembic import rows
from checks.schema.alembic.context import Context
from checks.schema.alembic.schema_operations import READERS
from checks.schema.names import table_name
from checks.schema.operations import ControlTransaction, Operation, OtherOperation, Transaction
from checks.schema.python.constants import followed, items_of
from checks.schema.python.descent import descend, parts
from checks.schema.python.module import Function, arguments, assigned

_DEPTH = 4
_UNROLL = 40
_DIALECTS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "mssql": "mssql",
    "oracle": "oracle",
}

_KNOWN = frozenset({"postgresql", "mysql", "sqlite"})


class Walk:
    """Follows one function; remembers which transaction is open."""

    def __init__(self) -> None:
        """Alembic opens a transaction before upgrade() runs."""
        self.transaction: Transaction | None = Transaction(1)
        self._count = 1

    def function(self, node: Function, context: Context) -> Iterator[Operation]:
        """The operations of a function's body."""
        parameters = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        unknown: dict[str, ast.expr] = {argument.arg: ast.Name(argument.arg, ast.Load()) for argument in parameters}
        module = context.module.within({**assigned(_flat(node.body)), **unknown})
        yield from self.body(node.body, structs.replace(context, module=module))

    def body(self, statements: list[ast.stmt], context: Context) -> Iterator[Operation]:
        """The operations of a block; an early return under a dialect test limits what follows."""
        for statement in statements:
            yield from self.statement(statement, context)
            if isinstance(statement, ast.If) and _leaves(statement.body) and not statement.orelse:
                engines, negated = _dialect(statement.test)
                context = context.under(conditional=False, engines=engines) if negated and engines else context
            if values := _values(statement, context):
                self._note_table(values, context)
                context = structs.replace(context, module=context.module.within(values))

    def statement(self, node: ast.stmt, context: Context) -> Iterator[Operation]:
        """The operations of one statement."""
        match node:
            case ast.If(test=test, body=body, orelse=other):
                yield from self._branches(test, body, other, context)
            case ast.For(target=target, body=body):
                yield from self._loop(node, target, body, context)
            case ast.While(body=body):
                yield from self.body(body, context.under())
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                yield from self._with(items, body, context)
            case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=final):
                yield from self.body(body, context.under())
                for handler in handlers:
                    yield from self.body(handler.body, context.under())
                yield from self.body(other, context.under())
                yield from self.body(final, context)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return
            case _:
                yield from self._calls(node, context)

    def _branches(
        self, test: ast.expr, body: list[ast.stmt], other: list[ast.stmt], context: Context
    ) -> Iterator[Operation]:
        yield from self._calls(test, context)
        engines, negated = _dialect(test)
        if not engines:
            yield from self.body(body, context.under())
            yield from self.body(other, context.under())
            return
        these = context.under(conditional=False, engines=engines)
        others = context.under(conditional=False, engines=_KNOWN - engines)
        yield from self.body(body, others if negated else these)
        yield from self.body(other, these if negated else others)

    def _loop(self, node: ast.For, target: ast.expr, body: list[ast.stmt], context: Context) -> Iterator[Operation]:
        yield from self._calls(node.iter, context)
        items = items_of(node.iter, context.module)
        if items is None or not 0 < len(items) <= _UNROLL:
            yield from self.body(body, context.under())
            return
        for item in items:
            values = _bound(target, item, context)
            module = context.module.within(values)
            yield from self.body(body, structs.replace(context, module=module.within(assigned(_flat(body)) | values)))

    def _with(self, items: list[ast.withitem], body: list[ast.stmt], context: Context) -> Iterator[Operation]:
        batches = dict(context.batches)
        autocommit = False
        for item in items:
            call = item.context_expr
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if name == "batch_alter_table" and isinstance(item.optional_vars, ast.Name):
                given = arguments(call)
                table = table_name(context.text(given.get(0, "table_name")), context.text(given.get(-1, "schema")))
                batches[item.optional_vars.id] = table
            elif name == "autocommit_block":
                autocommit = True
            else:
                yield from self._calls(call, context)
        inner = structs.replace(context, batches=batches)
        if not autocommit:
            yield from self.body(body, inner)
            return
        self.transaction = None
        yield from self.body(body, inner)
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        self.transaction = Transaction(self._count)

    def _calls(self, node: ast.AST, context: Context) -> Iterator[Operation]:
        """Every call in a simple statement, outermost first."""
        stack: list[ast.AST] = [node]
        while stack:
            inner = stack.pop()
            found = list(self._call(inner, context)) if isinstance(inner, ast.Call) else []
            yield from found
            if not found:
                stack.extend(reversed(parts(inner)))

    def _call(self, call: ast.Call, context: Context) -> Iterator[Operation]:
        for operation in rows.conditional(self._read(call, context), context):
            if isinstance(operation, ControlTransaction):
                yield replace(operation, transaction=self.transaction, open_before=self.transaction is not None)
                if operation.verb == "begin":
                    self._begin()
                else:
                    self.transaction = None
            else:
                yield operation if operation.transaction else replace(operation, transaction=self.transaction)

    def _read(self, call: ast.Call, context: Context) -> Iterator[Operation]:
        owner, name = _owner(call, context)
        batch = context.batches.get(owner)
        here = context.at(call, batch)
        if batch is not None or owner == "alembic.op" or (owner == "op" and "op" not in context.module.values):
            yield from self._operation(call, name, here)
        elif name == "execute" and call.args and rows.looks_like_sql(call.args[0], context.module):
            yield from rows.execute(call, here)
        elif name in {"create", "drop"} and isinstance(call.func, ast.Attribute):
            yield from rows.enum_type(call, here)
        elif isinstance(call.func, ast.Name):
            yield from self._helper(call, here)

    def _operation(self, call: ast.Call, name: str, context: Context) -> Iterator[Operation]:
        if name in READERS:
            yield from READERS[name](arguments(call), context)
        elif name == "execute":
            yield from rows.execute(call, context)
        elif name == "bulk_insert":
            yield from rows.bulk_insert(call, context)
        elif name in {"create_entity", "replace_entity", "drop_entity"}:
            yield OtherOperation(place=context.place, said=context.said, name=name, known=True)

    def _helper(self, call: ast.Call, context: Context) -> Iterator[Operation]:
        """A function of the same file, with the arguments that are given; a foreign one that gets `op`."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        node = context.module.functions.get(name)
        if node is None or context.depth >= _DEPTH:
            if any(
                isinstance(argument, ast.Name) and argument.id in {"op", *context.batches} for argument in call.args
            ):
                yield OtherOperation(place=context.place, said=context.said, name=name, known=False)
            return
        parameters = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        given = arguments(call)
        bound: dict[str, ast.expr] = dict(zip(parameters, given.positional, strict=False)) | dict(given.named)
        resolved = {key: followed(value, context.module) or value for key, value in bound.items()}
        batches = {
            key: context.batches[value.id]
            for key, value in bound.items()
            if isinstance(value, ast.Name) and value.id in context.batches
        }
        module = context.module.within(assigned(_flat(node.body)) | resolved)
        unknown: dict[str, ast.expr] = {key: ast.Name(key, ast.Load()) for key in parameters if key not in resolved}
        inner = structs.replace(
            context,
            module=module.within(unknown),
            depth=context.depth + 1,
            batch=None,
            batches={**context.batches, **batches},
        )
        yield from self.body(node.body, inner)

    def _note_table(self, values: dict[str, ast.expr], context: Context) -> None:
        for name, value in values.items():
            if (table := rows.named_table(value, context)) is not None:
                context.tables[name] = table


def _values(node: ast.stmt, context: Context) -> dict[str, ast.expr]:
    """What a plain assignment gives a name; `x = x + …` and `x += …` hold the old value."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        old = context.module.values.get(node.target.id)
        return {} if old is None else {node.target.id: ast.BinOp(old, node.op, node.value)}
    values = assigned((node,))
    for name, value in values.items():
        old = context.module.values.get(name)
        if old is not None and any(isinstance(part, ast.Name) and part.id == name for part in descend(value)):
            return {name: _Substitution(name, old).visit(copy.deepcopy(value))}
    return values


class _Substitution(ast.NodeTransformer):
    def __init__(self, name: str, value: ast.expr) -> None:
        self.name, self.value = name, value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.value if node.id == self.name else node


def _owner(call: ast.Call, context: Context) -> tuple[str, str]:
    """What a method hangs on and its name: ("alembic.op", "add_column"), ("batch_op", "drop_column")."""
    if isinstance(call.func, ast.Attribute):
        return context.module.origin(call.func.value), call.func.attr
    origin = context.module.origin(call.func)
    owner, _, name = origin.rpartition(".")
    return owner, name


def _flat(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block and of the blocks in it, for the names that are assigned once."""
    for statement in body:
        yield statement
        for part in ("body", "orelse", "finalbody"):
            inner: list[object] | None = getattr(statement, part, None)
            if inner and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                yield from _flat([item for item in inner if isinstance(item, ast.stmt)])


def _leaves(body: list[ast.stmt]) -> bool:
    return len(body) == 1 and isinstance(body[0], ast.Return)


def _dialect(test: ast.expr) -> tuple[frozenset[str], bool]:
    """The engines that a test on the dialect's name lets through, and whether it is negated."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        engines, negated = _dialect(test.operand)
        return engines, not negated
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or "dialect" not in ast.unparse(test.left).lower():
        return frozenset(), False
    node = test.comparators[0]
    items: list[ast.expr] = list(node.elts) if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    values = [item.value for item in items if isinstance(item, ast.Constant)]
    engines = frozenset(_DIALECTS[value] for value in values if isinstance(value, str) and value in _DIALECTS)
    return engines, isinstance(test.ops[0], ast.NotEq | ast.NotIn)


def _bound(target: ast.expr, item: ast.expr, context: Context) -> dict[str, ast.expr]:
    """Loop variables of one round."""
    if isinstance(target, ast.Name):
        return {target.id: item}
    parts = items_of(item, context.module)
    if isinstance(target, ast.Tuple) and parts is not None:
        pairs = zip(target.elts, parts, strict=False)
        return {name.id: part for name, part in pairs if isinstance(name, ast.Name)}
    return {}
