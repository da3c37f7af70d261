"""Guards written as keyword arguments: `timeout=`, `idempotency_key=`, `update_fields=`."""

from __future__ import annotations

import ast
import re
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
    "idempotence_key": Family.IDEMPOTENCY,
    "client_token": Family.IDEMPOTENCY,
    "dedup_key": Family.IDEMPOTENCY,
    "dedupe_key": Family.IDEMPOTENCY,
    "deduplication_id": Family.IDEMPOTENCY,
    "message_deduplication_id": Family.IDEMPOTENCY,
    "MessageDeduplicationId": Family.IDEMPOTENCY,
    "ensure_unique": Family.IDEMPOTENCY,
    "max_instances": Family.IDEMPOTENCY,
    "job_id": Family.IDEMPOTENCY,
    "_job_id": Family.IDEMPOTENCY,
    "task_id": Family.IDEMPOTENCY,
    "ignore_conflicts": Family.IDEMPOTENCY,
    "update_conflicts": Family.IDEMPOTENCY,
    "raise_exception": Family.VALIDATION,
    "update_fields": Family.INTEGRITY,
    "audience": Family.SIGNATURE,
    "issuer": Family.SIGNATURE,
    "algorithms": Family.SIGNATURE,
    "options": Family.SIGNATURE,
    "max_age": Family.SIGNATURE,
    "check": Family.ERROR,
}
_JOBS = frozenset(
    {
        "enqueue",
        "enqueue_job",
        "enqueue_in",
        "enqueue_at",
        "apply_async",
        "schedule",
        "add_job",
        "send_task",
        "schedule_job",
    }
)
_TOKENS = frozenset({"decode", "unsign", "loads"})
_ONLY_OF = {
    "check": frozenset({"run"}),
    "job_id": _JOBS,
    "_job_id": _JOBS,
    "task_id": _JOBS,
    "max_instances": _JOBS,
    "options": _TOKENS,
    "max_age": _TOKENS,
}
"""Keywords that guard in calls of these functions only (`subprocess.run(check=True)`)."""
_ENFORCES = re.compile(r"True|require")
_HEADER = re.compile(r"^(x-)?idempoten(cy|t)[-_]key$|^x-request-id$", re.IGNORECASE)
_LESS_SURE = {"http_client": 0.8}


def find_keywords(unit: Unit) -> Iterator[Guard]:
    """Guarding keywords of every call, in functions, class bodies and at module level."""
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Dict):
            yield from _of_headers(node)


def _of_call(node: ast.Call) -> Iterator[Guard]:
    name = dotted(node.func).rpartition(".")[2]
    for keyword in node.keywords:
        family = _FAMILIES.get(keyword.arg or "")
        if family is None or keyword.arg is None or _is_off(keyword.value):
            continue
        if name not in _ONLY_OF.get(keyword.arg, {name}):
            continue
        value = ast.unparse(keyword.value)
        if keyword.arg == "options" and not _ENFORCES.search(value):
            continue  # `options={"verify_aud": False}` opens; without it more is verified
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


def _of_headers(node: ast.Dict) -> Iterator[Guard]:
    """`headers={"Idempotency-Key": key}`."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and _HEADER.search(key.value):
            fact = f"header {key.value.lower()}"
            yield Guard(
                family=Family.IDEMPOTENCY,
                form=Form.KEYWORD,
                key=fact,
                tokens=frozenset({key.value}),
                label=shortened(f"{key.value}: {ast.unparse(value)}"),
                node=key,
                fact=fact,
                strictness=frozenset({ast.unparse(value)}),
            )


def _is_off(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in {None, False}
