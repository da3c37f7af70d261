import ast

import pytest

from checks.kit import Source
from checks.kit.index import SyntaxIndex, dotted


def index_of(text: str) -> SyntaxIndex:
    return Source("a.py", text.encode()).index


def test_names_are_qualified() -> None:
    index = index_of("class A:\n    def b(self):\n        def c():\n            pass\n")
    assert list(index.names.values()) == ["A", "A.b", "A.b.c"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("from django.db import transaction\ntransaction.atomic()", "django.db.transaction.atomic"),
        ("import django.db as d\nd.atomic()", "django.db.atomic"),
        ("from . import deps\ndeps.user()", ".deps.user"),
        ("from ..core import deps as d\nd.user()", "..core.deps.user"),
        ("local.user()", "local.user"),
    ],
)
def test_the_origin_of_a_call_follows_the_imports(text: str, origin: str) -> None:
    index = index_of(text)
    call = next(index.all(ast.Call))
    assert index.origin(call.func) == origin


def test_a_chain_on_a_call_keeps_its_tail() -> None:
    node = ast.parse("f(x).get", mode="eval").body
    assert dotted(node) == ".get"
    assert dotted(ast.parse("1 + 2", mode="eval").body) == ""


def test_the_symbol_of_a_module_level_node_is_none() -> None:
    index = index_of("x = f()\n")
    assert index.symbol(next(index.all(ast.Call))) is None
