"""The walk over one side: only nodes on changed lines, each at most once, without recursion."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from checks.classification.python.fact import Fact, Form
from checks.classification.words import spoken
from checks.kit import Side, Source
from checks.kit.index import first_line

_LONGEST_INSIDE = 160


class Place(Struct, frozen=True):
    """What stands around a node.

    Attributes:
        scope: what an assignment is here: a module variable, a class attribute or a local name.
    """

    unit: str = ""
    scope: Form = Form.SETTING
    target: str = ""
    inside: str = ""
    condition: str = ""
    handler: str = ""

    def into(self, name: str) -> Place:
        """Inside of a call, decorator or parameter: the innermost comes first."""
        inside = f"{spoken(name)} < {self.inside}" if self.inside else spoken(name)
        return replace(self, inside=inside[:_LONGEST_INSIDE])


class Reader:
    """Collects the facts of one side; what each type of node says is told by `collect`."""

    def __init__(self, source: Source, lines: Iterable[int], side: Side) -> None:
        """Raises as `source.index` does."""
        self.facts: list[Fact] = []
        self.index = source.index
        self._lines, self._side = sorted(lines), side
        self._stack: list[tuple[ast.AST, Place]] = [(source.tree, Place())]

    def run(self, read: Callable[[Reader, ast.AST, Place], None]) -> None:
        """Reads every touched node; `read` says what comes next with `go`."""
        while self._stack:
            node, place = self._stack.pop()
            if self.touched(node):
                read(self, node, place)

    def go(self, nodes: Iterable[ast.AST | None], place: Place) -> None:
        """These nodes are read next."""
        self._stack.extend((node, place) for node in nodes if node is not None)

    def note(self, form: Form, node: ast.AST, place: Place, **what: str) -> None:
        """Keeps a fact; `what` are its name, said, text and inside."""
        values = {"name": "", "said": "", "text": "", "inside": place.inside, **what}
        self.facts.append(
            Fact(
                form,
                unit=place.unit,
                line=getattr(node, "lineno", 0),
                side=self._side,
                target=place.target,
                condition=place.condition,
                handler=place.handler,
                **values,
            )
        )

    def changed(self, start: int, end: int) -> bool:
        """Whether one of these lines changed."""
        at = bisect_left(self._lines, start)
        return at < len(self._lines) and self._lines[at] <= end

    def touched(self, node: ast.AST) -> bool:
        """Whether a changed line lies in the node, its decorators included."""
        start = getattr(node, "lineno", None)
        if start is None:
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            start = first_line(node)
        return self.changed(start, getattr(node, "end_lineno", None) or start)

    def head_changed(self, start: int, value: ast.expr | None) -> bool:
        """Whether a changed line holds the node itself, not only parts that are facts of their own."""
        match value:
            case ast.Await(value=inner):
                return self.head_changed(start, inner)
            case ast.Call(func=func):
                end = func.end_lineno
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                end = value.lineno
            case _:
                end = value.end_lineno if value else start
        return self.changed(start, end or start)
