"""Settings of a service: what modules and configuration classes assign to names in capitals, flattened."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from checks.declarations.environment import SPOKEN, environment_default, literal_of
from checks.declarations.pairs import is_read
from checks.kit import Change, ChangeSet, Source
from checks.kit.files import language

_NAME = re.compile(r"^[A-Z][A-Z0-9_]+$")
_LOCAL = re.compile(
    r"(^|[/_.-])(dev|devel|development|local|tests?|testing|example|sample|ci|debug|docker_dev)([_./-]|$)"
)
_CONFIG = re.compile(r"(Config|Settings|Configuration)$")
_SETS_UP = re.compile(
    r"(create|make|build|configure|init|setup|get)_?(app|application|config|settings)?$|create_\w*app"
)
_GROWS = frozenset({"append", "extend", "insert", "add", "update"})


class Setting(Struct, frozen=True, eq=False, dict=True):
    """One setting.

    Attributes:
        key: the name; inner keys of a dictionary follow after a dot ("REST_FRAMEWORK.PAGE_SIZE").
        values: what is assigned, in source order: several when a list grows step by step or the
            environment decides between assignments.
        owner: class that holds it, None at module level.
    """

    key: str
    values: tuple[ast.expr, ...]
    owner: str | None

    @property
    def node(self) -> ast.expr:
        """The last assignment: the one that counts."""
        return self.values[-1]

    @cached_property
    def literal(self) -> object:
        """The last value as a literal; `UNKNOWN` when it is computed."""
        return literal_of(self.node)

    @cached_property
    def effective(self) -> object:
        """The literal, or the default that stands when the environment says nothing; `UNKNOWN` otherwise.

        The words "true", "yes", "on", "1" and their opposites are read as booleans.
        """
        default = environment_default(self.node)
        value = literal_of(default if default is not None else self.node)
        return SPOKEN.get(value.strip().lower(), value) if isinstance(value, str) else value

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Texts and names in all lists that are assigned or added, in order."""
        return tuple(text for value in self.values for text in _items(value))


class SettingPair(Struct, frozen=True):
    """A setting that differs: `base` or `head` is None where it is not set in the file."""

    change: Change
    base: Setting | None
    head: Setting | None

    @property
    def key(self) -> str:
        """The key that both sides have."""
        known = self.base or self.head
        return "" if known is None else known.key


def is_local(path: str) -> bool:
    """Whether the file holds settings of a developer's machine, of tests or of an example."""
    return bool(_LOCAL.search(path.lower()))


def setting_pairs(change: Change) -> tuple[SettingPair, ...]:
    """The settings of a changed file that differ; none of local and test settings."""
    return change.ask(_pairs)


def settings_of(changes: ChangeSet, source: Source | None) -> Mapping[str, Setting]:
    """Key -> setting of one file; none of a file that is not Python."""
    if source is None or language(source.path) != "python":
        return {}
    return changes.remember((settings_of, source), lambda: _read(source))


def _pairs(change: Change) -> tuple[SettingPair, ...]:
    if not is_read(change) or is_local(change.path) or change.base is None or change.head is None:
        return ()
    base, head = settings_of(change.within, change.base), settings_of(change.within, change.head)
    pairs = (SettingPair(change, base.get(key), head.get(key)) for key in dict.fromkeys([*base, *head]))
    return tuple(pair for pair in pairs if _said(pair.base) != _said(pair.head))


def _said(setting: Setting | None) -> tuple[str, ...]:
    return () if setting is None else tuple(map(ast.unparse, setting.values))


def _read(source: Source) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for key, value, owner in _assigned(source.tree.body, None):
        known = found.get(key)
        found[key] = Setting(key, (*known.values, value) if known else (value,), owner)
    return found


def _assigned(body: list[ast.stmt], owner: str | None) -> Iterator[tuple[str, ast.expr, str | None]]:
    for stmt in body:
        match stmt:
            case ast.Assign(targets=[target], value=value) | ast.AugAssign(target=target, value=value):
                yield from _flat(_key(target), value, owner)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _flat(_key(target), value, owner)
            case ast.Expr(value=ast.Call() as call):
                yield from ((key, value, owner) for key, value in _grown(call))
            case ast.ClassDef(name=name) if owner is None and _CONFIG.search(name):
                yield from _assigned([_capital(inner) for inner in stmt.body], name)
            case ast.FunctionDef(name=name) if owner is None and _SETS_UP.match(name):
                yield from _assigned(stmt.body, None)
            case ast.If() | ast.Try() | ast.With():
                inner = [*stmt.body, *(stmt.orelse if not isinstance(stmt, ast.With) else [])]
                yield from _assigned(inner, owner)
            case _:
                continue


def _capital(stmt: ast.stmt) -> ast.stmt:
    """`cookie_secure: bool = True` of a settings class sets COOKIE_SECURE, as the environment variable is called."""
    if isinstance(stmt, ast.AnnAssign) and isinstance(stmt.target, ast.Name):
        return ast.copy_location(ast.AnnAssign(ast.Name(stmt.target.id.upper()), stmt.annotation, stmt.value, 1), stmt)
    return stmt


def _key(target: ast.expr) -> str:
    """`NAME`, `NAME["key"]` as "NAME.key", `app.config["NAME"]` as "NAME"; "" for anything else."""
    match target:
        case ast.Name(id=name) if _NAME.match(name):
            return name
        case ast.Subscript(value=ast.Attribute(attr="config"), slice=ast.Constant(value=str(name))):
            return name
        case ast.Subscript(value=inner, slice=ast.Constant(value=str(name))):
            around = _key(inner)
            return f"{around}.{name}" if around else ""
        case _:
            return ""


def _flat(key: str, value: ast.expr, owner: str | None) -> Iterator[tuple[str, ast.expr, str | None]]:
    if not key:
        return
    if not isinstance(value, ast.Dict):
        yield key, value, owner
        return
    for name, inner in zip(value.keys, value.values, strict=True):
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield from _flat(f"{key}.{name.value}", inner, owner)


def _grown(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """`NAME.append(x)`, `NAME.insert(0, x)`, `app.config.update(NAME=x)`."""
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="config"), attr="update"):
            yield from ((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)
        case ast.Attribute(value=target, attr=method) if method in _GROWS and _key(target) and call.args:
            yield _key(target), call.args[-1]
        case _:
            return


def _items(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            for item in items:
                yield from _items(item)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            yield from _items(left)
            yield from _items(right)
        case ast.Constant(value=str(text)):
            yield text
        case ast.Starred(value=inner):
            yield f"*{ast.unparse(inner)}"
        case _:
            yield ast.unparse(value)
