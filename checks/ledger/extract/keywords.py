"""Guards written as keyword arguments: `timeout=`, `idempotency_key=`, `update_fields=`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard, shortened
from checks.ledger.unit import Unit

_FAMILIES: dict[str, Family] = {
    "timeout": Family.TIMEOUT,
    "connect_timeout": Family.TIMEOUT,
    "read_timeout": Family.TIMEOUT,
    "request_timeout": Family.TIMEOUT,
    "statement_timeout": Family.TIMEOUT,
    "http_client": Family.TIMEOUT,
    "idempotency_key": Family.IDEMPOTENCY,
    "ignore_conflicts": Family.IDEMPOTENCY,
    "update_conflicts": Family.IDEMPOTENCY,
    "raise_exception": Family.VALIDATION,
    "update_fields": Family.INTEGRITY,
    "audience": Family.SIGNATURE,
    "issuer": Family.SIGNATURE,
    "algorithms": Family.SIGNATURE,
    "check": Family.ERROR,
}
_ONLY_OF = {"check": frozenset({"run"})}
"""Keywords that guard in calls of these functions only (`subprocess.run(check=True)`)."""
_LESS_SURE = {"http_client": 0.8}


def find_keywords(unit: Unit) -> Iterator[Guard]:
    """Guarding keywords of every call, in functions, class bodies and at module level."""
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[Guard]:
    name = dotted(node.func).rpartition(".")[2]
    for keyword in node.keywords:
        family = _FAMILIES.get(keyword.arg or "")
        if family is None or keyword.arg is None or _is_off(keyword.value):
            continue
        if name not in _ONLY_OF.get(keyword.arg, {name}):
            continue
        value = ast.unparse(keyword.value)
        yield Guard(
            family=family,
            form=Form.KEYWORD,
            key=f"{name}({keyword.arg}=)",
            tokens=frozenset({keyword.arg, name}),
            label=f"{name}(… {keyword.arg}={shortened(value)})",
            node=keyword.value,
            fact=f"keyword {keyword.arg} of {name}",
            subject=f"call {name}",
            strictness=frozenset({value}),
            weight=_LESS_SURE.get(keyword.arg, 1.0),
        )


def _is_off(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in {None, False}
