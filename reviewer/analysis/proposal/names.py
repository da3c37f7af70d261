"""Names of guards of the house: decorators and dependencies that no table knows, and whose definition refuses."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from checks.kit import Source, Undecodable, Unparsable
from checks.kit.index import Function, dotted
from checks.ledger import Family, Form
from checks.ledger.extract import guards_of
from checks.ledger.extract.decorators import decorator_family
from checks.ledger.unit import units_of

_FEWEST_USES: Final = 3
_MOST: Final = 12
_REFUSING: Final = frozenset({Form.EXIT, Form.CALL})
_TEACHING: Final = frozenset(
    {Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE, Family.TENANT_SCOPE, Family.RATE_LIMIT}
)


def house_names(sources: Sequence[Source]) -> Mapping[str, tuple[str, ...]]:
    """Family -> names, most used first."""
    uses: Counter[str] = Counter()
    defined: dict[str, Source] = {}
    for source in sources:
        for node in _functions(source):
            uses.update(_used_by(node))
            defined.setdefault(node.name, source)
    found: defaultdict[str, list[str]] = defaultdict(list)
    often = [name for name, count in uses.most_common() if count >= _FEWEST_USES and name in defined]
    for name in [name for name in often if decorator_family(name) is None][: 4 * _MOST]:
        family = _taught(defined[name], name)
        if family is not None and len(found[family.value]) < _MOST:
            found[family.value].append(name)
    return {family: tuple(names) for family, names in sorted(found.items())}


def _functions(source: Source) -> Iterator[Function]:
    """The functions of the module, and the methods of its classes."""
    try:
        stack: list[ast.stmt] = list(source.tree.body)
    except (Undecodable, Unparsable):
        return
    while stack:
        node = stack.pop()
        if isinstance(node, ast.ClassDef):
            stack.extend(node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _used_by(node: Function) -> Iterator[str]:
    for decorator in node.decorator_list:
        yield dotted(decorator.func if isinstance(decorator, ast.Call) else decorator).rpartition(".")[2]
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if isinstance(default, ast.Call) and dotted(default.func).rpartition(".")[2] in {"Depends", "Security"}:
            yield from (dotted(argument).rpartition(".")[2] for argument in default.args[:1])


def _taught(source: Source, name: str) -> Family | None:
    """The family that the definition refuses by; None for one that lets everybody pass."""
    unit = units_of(source).get(name)
    guards = () if unit is None else guards_of(unit)
    return next((it.family for it in guards if it.form in _REFUSING and it.family in _TEACHING), None)
