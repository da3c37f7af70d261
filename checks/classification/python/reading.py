"""Small questions about one syntax node: its words, its text, how a block of statements ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from checks.classification.words import sentence
from checks.kit.index import SyntaxIndex, children, dotted

MOST_NODES = 300
"""How many nodes of one fact are read; keeps the work linear on generated and hostile files."""
_LONGEST_WORD = 60
_ENDS: dict[type[ast.stmt], str] = {
    ast.Raise: "raise",
    ast.Return: "return",
    ast.Continue: "continue",
    ast.Break: "continue",
    ast.Pass: "pass",
}
_ABORTS = frozenset({"abort", "exit", "fail", "skip", "deny", "reject", "forbid", "bad_request"})


def bounded(node: ast.AST) -> Iterator[ast.AST]:
    """The node and those below it in source order, at most `MOST_NODES`."""
    stack = [node]
    for _ in range(MOST_NODES):
        if not stack:
            return
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def said_by(*nodes: ast.AST | None) -> str:
    """Names, keywords, short strings and three-digit numbers of these nodes, as words."""
    return sentence(word for node in nodes if node is not None for word in _identifiers(node))


def _identifiers(root: ast.AST) -> Iterator[str]:
    inner: set[ast.AST] = set()
    for node in bounded(root):
        match node:
            case ast.Attribute():
                if node not in inner:
                    yield dotted(node)
                inner.add(node.value)
            case ast.Name(id=name) if node not in inner:
                yield name
            case ast.keyword(arg=str(name)) | ast.arg(arg=name):
                yield name
            case ast.Constant(value=str(text)) if len(text) < _LONGEST_WORD and " " not in text.strip():
                yield text
            case ast.Constant(value=int(number)) if 100 <= number <= 999:
                yield str(number)
            case _:
                pass


def text_of(node: ast.AST) -> str:
    """The node as normalised source; of a very large one its words."""
    if isinstance(node, ast.Name):
        return node.id
    if sum(1 for _ in bounded(node)) >= MOST_NODES:
        return said_by(node)
    try:
        return ast.unparse(node)
    except RecursionError:
        return said_by(node)


def head_of(node: ast.expr, index: SyntaxIndex) -> str:
    """`f(…)` of a call, `[…]` of a literal, the whole text of anything else: the rest are facts of their own."""
    match node:
        case ast.Call(func=ast.Name(id="dict" | "list" | "set" | "tuple")):
            return "[…]"
        case ast.Call(func=func):
            return f"{index.origin(func) or 'call'}(…)"
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return "[…]"
        case ast.Await(value=value):
            return f"await {head_of(value, index)}"
        case ast.Lambda() | ast.GeneratorExp():
            return "(…)"
        case _:
            return text_of(node)


def called(node: ast.expr, index: SyntaxIndex) -> str:
    """Dotted origin of a decorator, dependency or context manager, whether called or not."""
    return index.origin(node.func if isinstance(node, ast.Call) else node)


def ending(block: Sequence[ast.stmt]) -> str:
    """How the block is left: raise, return, continue, abort, pass, or "" when it runs on."""
    last = block[-1] if block else None
    if last is None:
        return ""
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        name = dotted(last.value.func).rpartition(".")[2]
        return "abort" if name in _ABORTS else ""
    return _ENDS.get(type(last), "")


def block_words(block: Sequence[ast.stmt]) -> str:
    """What a block says: its first and last statements, as words."""
    return said_by(*(block if len(block) <= 8 else [*block[:2], *block[-5:]]))


def atoms(test: ast.expr) -> Iterator[ast.expr]:
    """The conditions that `and` and `or` join, a `not` kept in front of its own."""
    stack = [test]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.BoolOp):
            stack.extend(reversed(node.values))
        else:
            yield node


def operators(test: ast.expr) -> Iterator[ast.BoolOp]:
    """Every `and` and `or` of a condition."""
    return (node for node in bounded(test) if isinstance(node, ast.BoolOp))
