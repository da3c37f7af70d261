"""What a file imports, whatever its language: the words of each import and its line.

Imports that only a type checker reads (`if TYPE_CHECKING`, `import type`) are marked: they do not run.
"""

from __future__ import annotations

import ast
import re
from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256

from msgspec import Struct

from checks.kit import Source, Undecodable, Unparsable
from checks.kit.files import language

_REMEMBERED = 20_000  # files; a value is a few short strings


class Import(Struct, frozen=True):
    """One imported module.

    Attributes:
        module: as written; a relative import of Python carries its leading dots.
        names: what is taken out of it (`from module import names`); empty for the module itself.
        line: where the statement begins.
        for_types: whether only a type checker reads it.
    """

    module: str
    names: tuple[str, ...]
    line: int
    for_types: bool = False


class _Memory:
    """Imports by the hash of a file's bytes: both sides, and the next push, share most files."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, bytes], tuple[Import, ...]] = OrderedDict()

    def imports(self, source: Source) -> tuple[Import, ...]:
        key = (language(source.path) or "", sha256(source.data).digest())
        if key not in self._known:
            self._known[key] = tuple(_read(source))
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]


_memory = _Memory()


def imports_of(source: Source) -> tuple[Import, ...]:
    """The imports of a file in source order; none of a file that cannot be read."""
    try:
        return _memory.imports(source)
    except (Undecodable, Unparsable):
        return ()


def _read(source: Source) -> Iterator[Import]:
    name = language(source.path)
    if name == "python":
        yield from _python(source.tree.body, for_types=False)
    elif name in _PATTERNS:
        yield from _text(source.text, _PATTERNS[name])


# --- Python ----------------------------------------------------------------------------------------------------------


def _python(body: list[ast.stmt], *, for_types: bool) -> Iterator[Import]:
    """Walks statements only: no import stands inside an expression, but `import_module` does."""
    stack = [(stmt, for_types) for stmt in reversed(body)]
    while stack:
        stmt, typed = stack.pop()
        match stmt:
            case ast.Import():
                yield from (Import(alias.name, (), stmt.lineno, typed) for alias in stmt.names)
            case ast.ImportFrom():
                names = tuple(alias.name for alias in stmt.names)
                yield Import("." * stmt.level + (stmt.module or ""), names, stmt.lineno, typed)
            case ast.If() if _is_for_types(stmt.test):
                stack += [(inner, typed) for inner in reversed(stmt.orelse)]
                stack += [(inner, True) for inner in reversed(stmt.body)]
            case ast.Expr(value=value) | ast.Assign(value=value):
                yield from _by_name(value, typed=typed)
            case _:
                stack += [(inner, typed) for inner in reversed(list(_inside(stmt)))]


def _inside(stmt: ast.stmt) -> Iterator[ast.stmt]:
    for field in ("body", "orelse", "finalbody"):
        yield from getattr(stmt, field, ())
    for part in (*getattr(stmt, "handlers", ()), *getattr(stmt, "cases", ())):
        yield from part.body


def _is_for_types(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _by_name(value: ast.expr, *, typed: bool) -> Iterator[Import]:
    match value:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str() as module)]):
            if name in {"import_module", "__import__"}:
                yield Import(module, (), value.lineno, typed)
        case _:
            return


# --- other languages -------------------------------------------------------------------------------------------------

_SCRIPT = re.compile(
    r"""\bfrom[ \t\n]*['"](?P<named>[^'"\n]+)['"]"""
    r"""|^[ \t]*import[ \t]*['"](?P<module>[^'"\n]+)['"]"""
    r"""|\b(?:require|import)\(\s*['"](?P<called>[^'"\n]+)['"]\s*\)""",
    re.MULTILINE,
)
_SCRIPT_HEAD = re.compile(r"""(?:^|\n)[ \t]*(?:import|export)\b(?P<types>[ \t]+type\b)?[^;'"()=]*$""")
_LONGEST_HEAD = 1_000  # characters of the names that an import takes
_GO = re.compile(r"""^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"(?P<module>[\w./~-]+)"[ \t]*(?://.*)?$""", re.MULTILINE)
_PATTERNS = {
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "go": _GO,
    "java": re.compile(r"^[ \t]*import[ \t]+(?:static[ \t]+)?(?P<module>[\w.]+(?:\.\*)?)[ \t]*;", re.MULTILINE),
    "kotlin": re.compile(r"^[ \t]*import[ \t]+(?P<module>[\w.]+(?:\.\*)?)", re.MULTILINE),
    "scala": re.compile(r"^[ \t]*import[ \t]+(?P<module>[\w.]+)", re.MULTILINE),
    "php": re.compile(r"^[ \t]*use[ \t]+(?:function[ \t]+|const[ \t]+)?\\?(?P<module>[\w\\]+)", re.MULTILINE),
    "csharp": re.compile(
        r"^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?(?P<module>[\w.]+)[ \t]*;", re.MULTILINE
    ),
    "rust": re.compile(r"^[ \t]*(?:pub[ \t]+)?use[ \t]+(?P<module>[\w:]+)", re.MULTILINE),
    "ruby": re.compile(r"""^[ \t]*require(?:_relative)?[ \t(]+['"](?P<module>[^'"\n]+)['"]""", re.MULTILINE),
}
READ_LANGUAGES = frozenset({"python", *_PATTERNS})
"""Languages of `checks.kit.files` whose imports are read."""


def _text(text: str, pattern: re.Pattern[str]) -> Iterator[Import]:
    line, position = 1, 0
    for found in pattern.finditer(text):
        line += text.count("\n", position, found.start())
        position = found.start()
        groups = found.groupdict()
        module = next(name for name in groups.values() if name)
        head = _head_of(text, found.start()) if groups.get("named") else None
        if groups.get("named") and head is None:
            continue  # a text that holds "from"
        yield Import(module, (), line, for_types=head is not None and bool(head["types"]))


def _head_of(text: str, end: int) -> re.Match[str] | None:
    """What stands before `from`, back to the `import` or `export` that it belongs to."""
    window = text[max(0, end - _LONGEST_HEAD) : end]
    start = max(window.rfind("import"), window.rfind("export"))
    line_start = window.rfind("\n", 0, max(start, 0)) + 1
    return _SCRIPT_HEAD.search(window[max(line_start - 1, 0) :]) if start >= 0 else None
