"""The own walk over a syntax tree sees what the standard library's sees."""

import ast
from pathlib import Path

import pytest

from checks.kit.index import children

FILES = sorted(Path(__file__).parents[3].glob("checks/ledger/**/*.py"))
SYNTAX = """
async def f[T](a, /, b: int = 1, *c, d=2, **e) -> None:
    global g
    async with h as i, j: pass
    try: k()
    except* (L, M) as n: raise n from None
    match o:
        case {"p": [q, *r], **s} | T(u=v) as w if x: y = lambda z: (yield z)
    del a[1:2], b.c
    return f"{d!r:>{e}}" if not c else [*a, *(await b)]
type A = int
import os.path as path
"""


@pytest.mark.parametrize("text", [file.read_text() for file in FILES[:20]], ids=[str(number) for number in range(20)])
def test_children_of_real_code(text: str) -> None:
    _equal(ast.parse(text))


def test_children_of_every_kind_of_syntax() -> None:
    known = SYNTAX if hasattr(ast, "TypeAlias") else SYNTAX.replace("[T]", "").replace("type A = int\n", "")
    _equal(ast.parse(known))


def _equal(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        theirs = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context)]
        assert children(node) == theirs
