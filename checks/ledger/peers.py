"""A new unit beside its peers: guards that nearly all of them have and it has not.

What this says is advice: the peers may be right or wrong, and a verdict belongs to rules that the repository declares.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator

from msgspec import Struct

from checks.kit import Action, Change, ChangeSet, Evidence, Hit, Kind, Side, Span
from checks.kit.index import callee, dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.ledger.extract import guards_of
from checks.ledger.family import Family
from checks.ledger.guard import Guard
from checks.ledger.ledger import python_pairing
from checks.ledger.unit import Unit

_FEWEST = 3
_SHARE = 0.8
_SHOWN = 2  # examples

Matters = Callable[[Unit], bool]


class Unlike(Struct, frozen=True):
    """A new unit without a guard that `having` of its `peers` have."""

    unit: Unit
    family: Family
    having: tuple[tuple[Unit, Guard], ...]
    peers: int


def _any_unit(unit: Unit) -> bool:
    return bool(unit.name)


def unlike_peers(change: Change, families: frozenset[Family], matters: Matters = _any_unit) -> Iterator[Unlike]:
    """New entry points of this file (functions under the same decorator, classes of the same base) that differ.

    Args:
        change: the file.
        families: guards that can stand in for one another.
        matters: which units are compared at all.
    """
    new = change.within.ask(_new_units).get(change, ())
    came = set(new)
    others = change.within.ask(python_pairing).heads.get(change, {}).values() if new else ()
    stood = [unit for unit in others if unit not in came]
    for unit in new:
        kind = _kind(unit)
        if not kind or not matters(unit) or any(guard.family in families for guard in _effective(unit)):
            continue
        peers = [peer for peer in stood if _kind(peer) == kind and matters(peer)]
        having = [
            (peer, guard)
            for peer in peers
            if (guard := next((it for it in _effective(peer) if it.family in families), None)) is not None
        ]
        if len(peers) >= _FEWEST and len(having) >= _SHARE * len(peers):
            yield Unlike(unit, having[0][1].family, tuple(having), len(peers))


def advise(change: Change, unlike: Unlike, harm: str) -> Hit:
    """The note about a unit that differs, with the nearest examples."""
    label, having = unlike.having[0][1].label, len(unlike.having)
    says = Sentence(
        kind=Kind.MISSING,
        symbol=unlike.unit.symbol,
        fact=f"unlike its peers {unlike.family}",
        title=f"`{unlike.unit.name}` has no {unlike.family} guard; {having} of its {unlike.peers} peers have one",
        message=f"{harm} The peers have {code(label)}.",
        confidence=0.45,
        action=Action.NOTE,
    )
    examples = [_example(unit, guard) for unit, guard in unlike.having[:_SHOWN]]
    return at_head(change, unlike.unit.node, says, *examples)


def _example(unit: Unit, guard: Guard) -> Evidence:
    span = Span(Side.RIGHT, unit.source.path, guard.start_line, guard.end_line)
    return Evidence(span, unit.source.snippet(guard.start_line, guard.end_line), f"nearest, in `{unit.name}`")


def _new_units(changes: ChangeSet) -> dict[Change, tuple[Unit, ...]]:
    found: defaultdict[Change, list[Unit]] = defaultdict(list)
    for change, unit in changes.ask(python_pairing).new:
        if change.base is not None:
            found[change].append(unit)
    return {change: tuple(units) for change, units in found.items()}


def _kind(unit: Unit) -> str:
    """What makes two units peers: the object whose decorator binds them, or their base class; "" for others."""
    match unit.node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
            names = [callee(it) for it in node.decorator_list]
            bound = next((name for name in reversed(names[:2]) if name), "")
            first = next((name.partition(".")[0] for name in names if "." in name), bound)
            return f"@{first}" if names and not unit.class_name else ""
        case ast.ClassDef() as node:
            bases = sorted(name for base in node.bases if (name := dotted(base)))
            return f"({bases[-1]})" if bases else ""
        case _:
            return ""


def _effective(unit: Unit) -> Iterator[Guard]:
    """The guards of a unit; of a class, those of its own and of its methods."""
    yield from guards_of(unit)
    if isinstance(unit.node, ast.ClassDef):
        for node in unit.node.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from guards_of(Unit(unit.source, f"{unit.name}.{node.name}", node, unit.view))
