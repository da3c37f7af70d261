"""Which units of a migration mean something else at head than at base."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from msgspec import Struct, structs

from checks.kit import Change, Source
from checks.kit.line_diff import Hunk
from checks.schema.migration import Framework, Migration
from checks.schema.operations import Operation
from checks.schema.place import NOWHERE
from checks.schema.python.descent import descend

_FREE_NAMES = frozenset({"replaces", "initial", "__doc__", "run_before", "branch_labels", "depends_on", "dependencies"})
_FREE_ARGUMENTS = frozenset(
    """verbose_name help_text verbose_name_plural error_messages validators blank editable related_name
    related_query_name limit_choices_to comment db_comment doc hints elidable choices ordering""".split()
)
_REST = "module level"
_SPACE = re.compile(r"\s+")


class Part(Struct, frozen=True):
    """One unit whose meaning changed.

    Attributes:
        what: the unit in words: "upgrade()", "operations", "ALTER TABLE … ADD COLUMN".
        base: its differing lines at base, None when it is new; head likewise.
    """

    what: str
    symbol: str | None
    base: tuple[int, int] | None
    head: tuple[int, int] | None


def differing_parts(change: Change, base: Migration, head: Migration) -> Iterator[Part]:
    """The units that differ in meaning, in order."""
    if change.base is None or change.head is None or change.base.data == change.head.data:
        return
    if base.code or head.code:
        yield from _code(change, base, head)
    elif head.framework is Framework.SQL:
        yield from _sql(change, base, head)
    elif base.framework is head.framework:
        yield from source_parts(change, change.base, change.head)


def _code(change: Change, base: Migration, head: Migration) -> Iterator[Part]:
    """The differing runs of lines of a program that differs by more than comments and layout."""
    for hunk in change.hunks if base.code != head.code else ():
        old = (hunk.base_start, hunk.base_end - 1) if hunk.base_end > hunk.base_start else None
        new = (hunk.head_start, hunk.head_end - 1) if hunk.head_end > hunk.head_start else None
        yield Part("its code", None, old, new)


def _sql(change: Change, base: Migration, head: Migration) -> Iterator[Part]:
    """Statement by statement: what is gone, and what is new."""
    old, new = list(_statements(base)), list(_statements(head))
    old_keys, new_keys = [key for key, _ in old], [key for key, _ in new]
    gone = [operation for key, operation in old if key not in new_keys]
    come = [operation for key, operation in new if key not in old_keys]
    if not gone and not come and old_keys != new_keys:
        pairs = zip_longest(old, new)
        moved = next((pair for pair in pairs if pair[0] is None or pair[1] is None or pair[0][0] != pair[1][0]), None)
        gone = [moved[0][1]] if moved and moved[0] else []
        come = [moved[1][1]] if moved and moved[1] else []
    for before, after in zip_longest(gone, come):
        either = after or before
        yield Part("" if either is None else either.said, None, _lines(before), _lines(after))


def _statements(migration: Migration) -> Iterator[tuple[str, Operation]]:
    for script in (migration.up, migration.down):
        for operation in script.operations if script is not None else ():
            if not operation.implied:
                yield _SPACE.sub(" ", repr(replace(operation, place=NOWHERE))), operation


def _lines(operation: Operation | None) -> tuple[int, int] | None:
    return None if operation is None else (operation.place.start_line, operation.place.end_line)


def source_parts(change: Change, base: Source, head: Source) -> Iterator[Part]:
    """The units of a Python file that differ in meaning: functions, assignments, attributes of the class Migration."""
    old, new = dict(_units(base.tree)), dict(_units(head.tree))
    names = [*old, *(name for name in new if name not in old)]
    for name in names:
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None and before.meaning == after.meaning:
            continue
        either = after or before
        if either is not None and not _unused(name, before, old, after, new):
            yield from _narrowed(Part(name, either.symbol, _span(before), _span(after)), change.hunks)


class _Unit(Struct, frozen=True):
    symbol: str | None
    lines: tuple[int, int]
    meaning: str
    loaded: frozenset[str]


def _units(tree: ast.Module) -> Iterator[tuple[str, _Unit]]:
    rest: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Migration":
            for inner in node.body:
                label = _target(inner)
                if label and label not in _FREE_NAMES:
                    yield label, _unit("Migration", (inner,))
            continue
        label, symbol = _label(node)
        if label:
            yield label, _unit(symbol, (node,))
        elif label is None:
            rest.append(node)
    if rest:
        yield _REST, _unit(None, rest)


def _label(node: ast.stmt) -> tuple[str | None, str | None]:
    """Name and symbol of a top-level unit; "" for what means nothing, None for other code."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return f"{name}()", name
        case ast.ClassDef(name=name):
            return f"class {name}", name
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return "", None
        case _:
            target = _target(node)
            return ("" if target in _FREE_NAMES else target or None), None


def _target(node: ast.stmt) -> str:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def _unit(symbol: str | None, nodes: Sequence[ast.stmt]) -> _Unit:
    text = "\n".join(map(ast.unparse, nodes))
    meaning = ast.dump(_Plain().visit(ast.parse(text)))
    loaded = frozenset(item.id for node in nodes for item in descend(node) if isinstance(item, ast.Name))
    return _Unit(symbol, (nodes[0].lineno, nodes[-1].end_lineno or nodes[-1].lineno), meaning, loaded)


class _Plain(ast.NodeTransformer):
    """Drops what never reaches the database: docstrings, `pass`, annotations, texts for people, nested imports."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        node.keywords = sorted(
            (keyword for keyword in node.keywords if keyword.arg not in _FREE_ARGUMENTS),
            key=lambda item: item.arg or "",
        )
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        for argument in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs):
            argument.annotation = None
        if node.body and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant):
            node.body = node.body[1:]
        return node

    def visit_Pass(self, node: ast.Pass) -> None:
        """Says nothing, wherever it stands."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        return node if node.value is None else ast.Assign([node.target], node.value, lineno=node.lineno)


def _unused(name: str, before: _Unit | None, old: dict[str, _Unit], after: _Unit | None, new: dict[str, _Unit]) -> bool:
    """A function or constant that came or went and that nothing in the migration names: dead code."""
    label = name.removesuffix("()").removeprefix("class ")
    if label in {"upgrade", "downgrade", "operations", "atomic", "revision", _REST}:
        return False
    users = (old if before is not None else {}) | (
        {f"+{key}": unit for key, unit in new.items()} if after is not None else {}
    )
    return not any(label in unit.loaded for key, unit in users.items() if key.removeprefix("+") != name)


def _span(unit: _Unit | None) -> tuple[int, int] | None:
    return None if unit is None else unit.lines


def _narrowed(part: Part, hunks: tuple[Hunk, ...]) -> Iterator[Part]:
    """The part once per run of differing lines within it."""
    found = False
    for hunk in hunks:
        base = _overlap(part.base, hunk.base_start, hunk.base_end)
        head = _overlap(part.head, hunk.head_start, hunk.head_end)
        if base is not None or head is not None:
            found = True
            yield structs.replace(part, base=base, head=head)
    if not found:
        yield part


def _overlap(lines: tuple[int, int] | None, start: int, end: int) -> tuple[int, int] | None:
    if lines is None or end <= start or end <= lines[0] or start > lines[1]:
        return None
    return max(lines[0], start), min(lines[1], end - 1)
