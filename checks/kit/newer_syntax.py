"""Python of a newer grammar, rewritten so that the running Python's `ast` reads it.

`ast` knows the syntax of the Python that runs Holdfast only, while the repositories it reviews may
be written for a newer one. LibCST carries its own grammar; here its tree is lowered, line for line:
type parameters and `type` statements (PEP 695), nested quotes in f-strings (PEP 701), parenthesis-free
`except A, B` (PEP 758). What a rule reads stays, only what the old grammar cannot say is rewritten.
"""

from __future__ import annotations

import re

import libcst

from checks.kit.concrete import parse_concrete

_QUOTES = ('"""', "'''")
_BARE_EXCEPT_LIST = re.compile(r"^(\s*except\*?[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)", re.MULTILINE)


def lower_to_running_python(text: str) -> str:
    """The same program, same lines, without newer syntax.

    Raises:
        ValueError: LibCST does not read it either.
    """
    module = parse_concrete(_BARE_EXCEPT_LIST.sub(r"\1(\2)\3", text))
    try:
        return module.visit(_Lowering(module)).code
    except RecursionError as error:
        message = "it is nested too deeply"
        raise ValueError(message) from error


class _Lowering(libcst.CSTTransformer):
    def __init__(self, module: libcst.Module) -> None:
        super().__init__()
        self._module = module
        self._depth = 0

    def leave_FunctionDef(
        self, original_node: libcst.FunctionDef, updated_node: libcst.FunctionDef
    ) -> libcst.FunctionDef:
        del original_node
        return updated_node.with_changes(type_parameters=None)

    def leave_ClassDef(self, original_node: libcst.ClassDef, updated_node: libcst.ClassDef) -> libcst.ClassDef:
        del original_node
        return updated_node.with_changes(type_parameters=None)

    def leave_TypeAlias(self, original_node: libcst.TypeAlias, updated_node: libcst.TypeAlias) -> libcst.Assign:
        del original_node
        return libcst.Assign(targets=[libcst.AssignTarget(target=updated_node.name)], value=updated_node.value)

    def visit_FormattedString(self, node: libcst.FormattedString) -> None:
        del node
        self._depth += 1

    def leave_FormattedString(
        self, original_node: libcst.FormattedString, updated_node: libcst.FormattedString
    ) -> libcst.BaseExpression:
        """An f-string that the old grammar cannot hold gets other quotes, or becomes a call of the same parts."""
        self._depth -= 1
        if self._compiles(original_node):
            return updated_node
        for quotes in _QUOTES:
            requoted = updated_node.with_changes(start=f"{original_node.prefix}{quotes}", end=quotes)
            if self._compiles(requoted):
                return requoted
        return _joined(updated_node)

    def _compiles(self, node: libcst.FormattedString) -> bool:
        try:
            compile(self._module.code_for_node(node), "<f-string>", "eval")
        except (SyntaxError, ValueError):
            return False
        return True


def _joined(node: libcst.FormattedString) -> libcst.BaseExpression:
    """`"".join((text, expression, …))`: the same words, in the same order."""
    parts: list[libcst.BaseExpression] = []
    for part in node.parts:
        match part:
            case libcst.FormattedStringText(value=value):
                parts.append(libcst.SimpleString(repr(value)))
            case libcst.FormattedStringExpression(expression=expression):
                parts.append(expression)
            case _:
                continue
    items = [libcst.Element(part, comma=libcst.Comma()) for part in parts]
    return libcst.Call(
        func=libcst.Attribute(libcst.SimpleString('""'), libcst.Name("join")),
        args=[libcst.Arg(libcst.Tuple(items))],
    )
