"""Reads the facts of one side: only what stands on changed lines, every node at most once."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from checks.classification.python.fact import Fact, Form
from checks.classification.python.reading import (
    atoms,
    block_words,
    called,
    ending,
    head_of,
    operators,
    said_by,
    text_of,
)
from checks.classification.words import spoken
from checks.kit import Side, Source
from checks.kit.index import Function, first_line

_LONGEST_INSIDE = 160


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around a node."""

    unit: str = ""
    scope: Form = Form.SETTING  # what an assignment is here
    target: str = ""
    inside: str = ""
    condition: str = ""
    handler: str = ""

    def into(self, name: str) -> _Place:
        """Inside of a call, decorator or parameter: the innermost comes first."""
        inside = f"{spoken(name)} < {self.inside}" if self.inside else spoken(name)
        return replace(self, inside=inside[:_LONGEST_INSIDE])


def collect(source: Source, lines: Iterable[int], side: Side) -> list[Fact]:
    """The facts on these lines; raises as `source.index` does."""
    reader = _Reader(source, sorted(lines), side)
    reader.read()
    return reader.facts


class _Reader:
    def __init__(self, source: Source, lines: Sequence[int], side: Side) -> None:
        self.facts: list[Fact] = []
        self._index, self._lines, self._side = source.index, lines, side
        self._stack: list[tuple[ast.AST, _Place]] = [(source.tree, _Place())]

    def read(self) -> None:
        while self._stack:
            node, place = self._stack.pop()
            if self._touched(node):
                _READ.get(type(node), _Reader._children)(self, node, place)

    def _touched(self, node: ast.AST) -> bool:
        start = getattr(node, "lineno", None)
        if start is None:
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            start = first_line(node)
        return self._changed(start, getattr(node, "end_lineno", None) or start)

    def _changed(self, start: int, end: int) -> bool:
        at = bisect_left(self._lines, start)
        return at < len(self._lines) and self._lines[at] <= end

    def _head_changed(self, start: int, value: ast.expr | None) -> bool:
        """Whether a changed line holds the node itself, not only parts that are facts of their own."""
        match value:
            case ast.Await(value=inner):
                return self._head_changed(start, inner)
            case ast.Call(func=func):
                end = func.end_lineno
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                end = value.lineno
            case _:
                end = value.end_lineno if value else start
        return self._changed(start, end or start)

    def _note(self, form: Form, node: ast.AST, place: _Place, **what: str) -> None:
        values = {"name": "", "said": "", "text": "", "inside": place.inside, "target": place.target, **what}
        line = getattr(node, "lineno", 0)
        around = {"condition": place.condition, "handler": place.handler}
        self.facts.append(Fact(form, unit=place.unit, line=line, side=self._side, **values, **around))

    def _go(self, nodes: Iterable[ast.AST | None], place: _Place) -> None:
        self._stack.extend((node, place) for node in nodes if node is not None)

    def _children(self, node: ast.AST, place: _Place) -> None:
        self._go(ast.iter_child_nodes(node), place)

    # --- definitions

    def _decorated(self, node: Function | ast.ClassDef, place: _Place) -> _Place:
        inner = replace(_Place(), unit=self._index.names[node], handler="")
        for decorator in filter(self._touched, node.decorator_list):
            name = called(decorator, self._index)
            if self._head_changed(decorator.lineno, decorator):
                self._note(Form.DECORATOR, decorator, inner, name=name, said=said_by(decorator), text=f"@{name}")
            if isinstance(decorator, ast.Call):
                self._arguments(decorator, inner.into("decorator").into(name))
        if self._changed(node.lineno, node.lineno):
            self._note(Form.DEFINITION, node, inner, name=node.name, said=spoken(node.name), text=node.name)
        del place
        return inner

    def _function(self, node: Function, place: _Place) -> None:
        inner = self._decorated(node, place)
        arguments = node.args
        plain = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
        pairs = [*zip(plain, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
        for arg, default in pairs:
            if self._touched(arg) or (default is not None and self._touched(default)):
                self._parameter(arg, default, inner)
        self._go(node.body, replace(inner, scope=Form.LOCAL))

    def _parameter(self, arg: ast.arg, default: ast.expr | None, place: _Place) -> None:
        text = text_of(arg) + (f" = {head_of(default, self._index)}" if default else "")
        said = said_by(arg.annotation, default)
        self._note(Form.PARAMETER, arg, place, name=arg.arg, said=said, text=text)
        self._go([arg.annotation, default], replace(place.into("parameter"), target=arg.arg))

    def _class(self, node: ast.ClassDef, place: _Place) -> None:
        inner = self._decorated(node, place)
        for base in filter(self._touched, node.bases):
            name = called(base, self._index)
            self._note(Form.BASE, base, inner, name=name, said=said_by(base), text=text_of(base))
        self._go(node.keywords, inner.into("class"))
        self._go(node.body, replace(inner, scope=Form.CLASS_ATTRIBUTE))

    # --- statements

    def _import(self, node: ast.Import | ast.ImportFrom, place: _Place) -> None:
        for alias in node.names:
            origin = (
                alias.name if isinstance(node, ast.Import) else f"{'.' * node.level}{node.module or ''}.{alias.name}"
            )
            self._note(Form.IMPORT, node, place, name=origin, said=spoken(origin), text=f"import {origin}")

    def _assign(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign, place: _Place) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
        sign = f"{type(node.op).__name__}=" if isinstance(node, ast.AugAssign) else "="
        value = head_of(node.value, self._index) if node.value else ""
        for target in targets if self._head_changed(node.lineno, node.value) else ():
            attribute = isinstance(target, ast.Attribute | ast.Subscript)
            form = Form.WRITE if attribute else place.scope
            name = text_of(target)
            text = f"{name}{': ' + text_of(annotation) if annotation else ''} {sign} {value}"
            self._note(form, node, place, name=name, said=said_by(target, annotation, node.value), text=text)
        where = replace(place, target=text_of(targets[0]))
        self._operators(node.value, where)
        self._go([node.value, annotation], where)

    def _branch(self, node: ast.If | ast.While, place: _Place) -> None:
        exit_, words = ending(node.body), block_words(node.body)
        if not exit_ and node.orelse and ending(node.orelse):
            exit_, words = ending(node.orelse), block_words(node.orelse)
        if self._touched(node.test):
            self._condition(node.test, place, exit_, words)
        inner = replace(place, condition=said_by(node.test))
        self._go(node.orelse, place if node.orelse and isinstance(node.orelse[0], ast.If) else inner)
        self._go(node.body, inner)

    def _condition(self, test: ast.expr, place: _Place, exit_: str, words: str) -> None:
        for atom in filter(self._touched, atoms(test)):
            self._note(Form.CONDITION, atom, place, name=exit_, said=said_by(atom), text=text_of(atom), inside=words)
        self._operators(test, place)
        self._go([test], place)

    def _operators(self, test: ast.expr | None, place: _Place) -> None:
        for op in operators(test) if test else ():
            name = type(op.op).__name__.lower()
            self._note(Form.OPERATOR, op, place, name=name, said=said_by(op), text=name)

    def _assert(self, node: ast.Assert, place: _Place) -> None:
        self._condition(node.test, place, "assert", "")

    def _with(self, node: ast.With | ast.AsyncWith, place: _Place) -> None:
        for item in node.items:
            if self._head_changed(item.context_expr.lineno, item.context_expr):
                name = called(item.context_expr, self._index)
                said = said_by(item.context_expr)
                self._note(Form.SCOPE, item.context_expr, place, name=name, said=said, text=f"with {name}")
        self._go([item.context_expr for item in node.items], place)
        self._go(node.body, place)

    def _handler(self, node: ast.ExceptHandler, place: _Place) -> None:
        types = text_of(node.type) if node.type else ""
        end = ending(node.body)
        self._note(Form.HANDLER, node, place, name=types, said=said_by(node.type), text=f"{types}: {end}", inside=end)
        self._go(node.body, replace(place, handler=spoken(types) or "anything"))

    def _raise(self, node: ast.Raise, place: _Place) -> None:
        name = called(node.exc, self._index) if node.exc else ""
        text = f"raise {name}".strip()
        if self._head_changed(node.lineno, node.exc):
            self._note(Form.RAISE, node, place, name=name, said=said_by(node.exc), text=text)
        self._go([node.exc], place)

    def _return(self, node: ast.Return, place: _Place) -> None:
        value = head_of(node.value, self._index) if node.value else "None"
        if self._head_changed(node.lineno, node.value):
            self._note(Form.RETURN, node, place, said=said_by(node.value), text=value)
        self._operators(node.value, place)
        self._go([node.value], place)

    def _expression(self, node: ast.Expr, place: _Place) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring says nothing to the program
            self._go([node.value], place)

    # --- expressions

    def _call(self, node: ast.Call, place: _Place) -> None:
        name = self._index.origin(node.func)
        if self._changed(node.func.end_lineno or node.lineno, node.func.end_lineno or node.lineno):
            self._note(Form.CALL, node, place, name=name, said=spoken(name), text=name)
        self._go([node.func], place)
        self._arguments(node, place.into(name))

    def _arguments(self, node: ast.Call, place: _Place) -> None:
        for argument in filter(self._touched, node.args):
            head = head_of(argument, self._index)
            if self._head_changed(argument.lineno, argument):
                self._note(Form.ARGUMENT, argument, place, said=said_by(argument), text=head)
            self._go([argument], place)
        for keyword in filter(self._touched, node.keywords):
            text = f"{keyword.arg or '**'}={head_of(keyword.value, self._index)}"
            said = said_by(keyword.value)
            if self._head_changed(keyword.lineno, keyword.value):
                self._note(Form.ARGUMENT, keyword, place, name=keyword.arg or "**", said=said, text=text)
            self._go([keyword.value], replace(place, target=keyword.arg or ""))

    def _choice(self, node: ast.IfExp, place: _Place) -> None:
        if self._touched(node.test):
            self._condition(node.test, place, "choose", "")
        self._go([node.body, node.orelse], place)

    def _comprehension(self, node: ast.comprehension, place: _Place) -> None:
        for test in filter(self._touched, node.ifs):
            self._condition(test, place, "filter", "")
        self._go([node.iter], place)

    def _elements(self, node: ast.List | ast.Tuple | ast.Set, place: _Place) -> None:
        for element in filter(self._touched, node.elts):
            head = head_of(element, self._index)
            if self._head_changed(element.lineno, element):
                self._note(Form.ENTRY, element, place, said=said_by(element), text=head)
        self._go(node.elts, place)

    def _pairs(self, node: ast.Dict, place: _Place) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if self._head_changed((key or value).lineno, value):
                name = text_of(key).strip("'\"") if key is not None else "**"
                text = f"{name}: {head_of(value, self._index)}"
                self._note(Form.ENTRY, value, place, name=name, said=said_by(key, value), text=text)
        self._go(node.values, place)


_READ: dict[type[ast.AST], Callable[..., None]] = {
    ast.FunctionDef: _Reader._function,
    ast.AsyncFunctionDef: _Reader._function,
    ast.ClassDef: _Reader._class,
    ast.Import: _Reader._import,
    ast.ImportFrom: _Reader._import,
    ast.Assign: _Reader._assign,
    ast.AnnAssign: _Reader._assign,
    ast.AugAssign: _Reader._assign,
    ast.If: _Reader._branch,
    ast.While: _Reader._branch,
    ast.Assert: _Reader._assert,
    ast.With: _Reader._with,
    ast.AsyncWith: _Reader._with,
    ast.ExceptHandler: _Reader._handler,
    ast.Raise: _Reader._raise,
    ast.Return: _Reader._return,
    ast.Expr: _Reader._expression,
    ast.Call: _Reader._call,
    ast.IfExp: _Reader._choice,
    ast.comprehension: _Reader._comprehension,
    ast.List: _Reader._elements,
    ast.Tuple: _Reader._elements,
    ast.Set: _Reader._elements,
    ast.Dict: _Reader._pairs,
}
