"""Code as a text that only its meaning changes: no layout, comments, docstrings, or wish of a Python version.

`ast.unparse` and `ast.dump` print the same tree differently from one Python to the next; what a sign-off is bound
to has to outlive an upgrade of the service.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

_LAYOUT: Final = frozenset({"ctx", "kind", "type_comment", "type_ignores", "simple"})
"""Fields that follow from the others, or are comments."""


def written(node: ast.AST | object) -> str:
    """The node with everything below it, in a notation of our own; empty fields are left out.

    Raises:
        RecursionError: it is nested too deeply.
    """
    if isinstance(node, ast.AST):
        fields = ((name, value) for name, value in ast.iter_fields(node) if name not in _LAYOUT)
        inside = (f"{name}={text}" for name, value in fields if (text := _field(value)))
        return f"{type(node).__name__}({','.join(inside)})"
    return repr(node)


def _field(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            items = cast("Sequence[object]", value)
            kept = [written(item) for item in items if not is_remark(item)]
            return f"[{','.join(kept)}]" if kept else ""
        case _:
            return written(value)


def is_remark(node: object) -> bool:
    """Whether it is a statement that only says something: a docstring, a bare constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def statements(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Statements one by one, the imports first and sorted: their order is a matter of taste."""
    imports: set[str] = set()
    others: list[str] = []
    for stmt in body:
        match stmt:
            case ast.Import(names=names):
                imports.update(f"import {_alias(name)}" for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                imports.update(f"from {'.' * level}{module or ''} import {_alias(name)}" for name in names)
            case _ if not is_remark(stmt):
                others.append(written(stmt))
            case _:
                pass
    yield from sorted(imports)
    yield from others


def _alias(name: ast.alias) -> str:
    return f"{name.name} as {name.asname or name.name}"
