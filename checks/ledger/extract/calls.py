"""Guards written as calls: checks that raise, hooks that wait for the commit, guarding keywords."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.canon import blank, identifiers, local_names
from checks.ledger.extract.position import after, statement_of
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard
from checks.ledger.unit import Unit
from checks.ledger.words import family_of, words

_CHECKS = re.compile(
    r"^_{0,2}(check|require|ensure|assert|verify|validate|enforce|raise_(if|for|unless|on)|authori[sz]e|forbid|must|"
    r"abort_if|reject|deny|restrict|guard|confirm|limit|throttle|rate_limit)(_|$)|^_{0,2}(check|require|ensure|assert|verify|"
    r"validate|enforce|authorize|raiseIf)[A-Z]|_or_(raise|abort|403|404|401)$|^(full_clean|is_valid|hit|test_for)$"
)
_ON_COMMIT = re.compile(r"(^|\.)(on_commit|delay_on_commit|apply_async_on_commit|after_commit|run_after_commit|call_on_commit)$")
_COMPARES = frozenset({"compare_digest", "constant_time_compare"})
_AUDIT = re.compile(r"^(audit|log_action|log_event|record_event|create_event|log_change|snapshot|insert_log|write_insight_log|add_history|log_entry)(_|$)|audit", re.IGNORECASE)
_LOCKS = re.compile(r"(^|_)lock_and_|^(pg_)?(try_)?(advisory_?)?(x?act_)?lock\b|advisory_?lock|acquire_lock|lock_(row|table|for)|^acquire$", re.IGNORECASE)
_ERRORS = frozenset({"raise_for_status", "check_returncode"})
_ROLLBACK = frozenset({"rollback"})
_REDACT = re.compile(r"redact|mask|scrub|censor|obfuscate|anonymi[sz]e|sanitize_log|hide_secret", re.IGNORECASE)
_SANITIZE = re.compile(r"sanitize|sanitise|escape|bleach|secure_filename|safe_join|is_relative_to|url_has_allowed_host|is_safe_url", re.IGNORECASE)
_KEYWORDS: dict[str, Family] = {
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
_SQL: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (Family.LOCK, re.compile(r"\bpg_(?:try_)?advisory_(?:xact_)?lock\w*|\bGET_LOCK\b|\bFOR (?:NO KEY )?UPDATE\b(?! OF EACH)", re.IGNORECASE)),
    (Family.IDEMPOTENCY, re.compile(r"\bON CONFLICT\b|\bON DUPLICATE KEY\b|\bINSERT IGNORE\b", re.IGNORECASE)),
    (Family.TENANT_SCOPE, re.compile(r"\bSET (?:LOCAL )?app\.\w+|\bset_config\(|\bSET search_path\b", re.IGNORECASE)),
    (Family.TIMEOUT, re.compile(r"\b(?:statement|lock|idle_in_transaction_session)_timeout\b", re.IGNORECASE)),
)
_CLIENTS = re.compile(r"timeout|Timeout")


def find_calls(unit: Unit) -> Iterator[Guard]:
    """Calls that guard, in a function or at module level."""
    local = local_names(unit.node) if unit.is_function else frozenset()
    for node in unit.nodes:
        if isinstance(node, ast.Call):
            yield from _of_call(unit, node, local)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and unit.is_function:
            yield from _of_sql(unit, node, node.value)


def _of_sql(unit: Unit, node: ast.Constant, text: str) -> Iterator[Guard]:
    """Locks, conflict clauses and tenant settings that stand in SQL text."""
    for family, pattern in _SQL:
        found = pattern.search(text)
        if found is None:
            continue
        key = f"sql {' '.join(found[0].lower().split())}"
        label = _shortened(text)
        yield Guard(family, Form.CALL, key, frozenset({key}), label, node, key, protects=after(unit, node), weight=1.05)


def _of_call(unit: Unit, node: ast.Call, local: frozenset[str]) -> Iterator[Guard]:
    chain = dotted(node.func)
    name = chain.rpartition(".")[2]
    yield from _keywords(unit, node, chain)
    if not unit.is_function or not name or _is_read_elsewhere(unit, node):
        return
    if _ON_COMMIT.search(chain):
        yield _guard(unit, node, Family.ON_COMMIT, Form.WRAPPER, f"on_commit {_inner(node, local)}", name, local)
    elif name in _COMPARES:
        yield _guard(unit, node, Family.SIGNATURE, Form.CALL, "constant-time compare", name, local)
    elif name in _ERRORS:
        yield _guard(unit, node, Family.ERROR, Form.CALL, name, name, local)
    elif name in _ROLLBACK:
        yield _guard(unit, node, Family.TRANSACTION, Form.CALL, "rollback", name, local, weight=0.75)
    elif _LOCKS.search(name):
        yield _guard(unit, node, Family.LOCK, Form.CALL, f"{name} {_arguments(node)}", name, local)
    elif _AUDIT.search(name):
        yield _guard(unit, node, Family.AUDIT, Form.RECORD, name, name, local)
    elif _REDACT.search(name):
        yield _guard(unit, node, Family.REDACTION, Form.CALL, name, name, local, weight=0.9)
    elif _SANITIZE.search(name):
        yield _guard(unit, node, Family.VALIDATION, Form.CALL, name, name, local, weight=0.9)
    elif _CHECKS.search(name):
        yield from _check(unit, node, name, local)


def _is_read_elsewhere(unit: Unit, node: ast.Call) -> bool:
    """A `with` item is read as a scope, the test of an `if` or `assert` as a condition."""
    for parent in unit.source.index.parents(node):
        if isinstance(parent, ast.withitem):
            return True
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.If | ast.While | ast.Assert)
    return False


def _check(unit: Unit, node: ast.Call, name: str, local: frozenset[str]) -> Iterator[Guard]:
    family = family_of(*(part for part in dotted(node.func).split(".") if part != "self")) or family_of(*identifiers(*node.args, *(k.value for k in node.keywords)))
    if family in {None, Family.FLAG, Family.AUDIT}:
        family = Family.VALIDATION
    stands_alone = isinstance(statement_of(unit, node), ast.Expr)
    weight = 1.0 if stands_alone else 0.75
    if family is Family.VALIDATION:
        weight *= 0.8
    yield _guard(unit, node, family, Form.CALL, name, name, local, weight=weight)


def _guard(
    unit: Unit,
    node: ast.Call,
    family: Family,
    form: Form,
    key: str,
    name: str,
    local: frozenset[str],
    *,
    weight: float = 1.0,
) -> Guard:
    return Guard(
        family=family,
        form=form,
        key=key,
        tokens=identifiers(node) - local | {name},
        label=_shortened(ast.unparse(node)),
        node=node,
        fact=f"call {blank(node.func, local)}" if form is not Form.WRAPPER else f"on commit {_inner(node, local)}",
        protects=after(unit, node),
        subject="",
        strictness=frozenset(ast.unparse(argument) for argument in node.args),
        weight=weight,
    )


def _keywords(unit: Unit, node: ast.Call, chain: str) -> Iterator[Guard]:
    for keyword in node.keywords:
        family = _KEYWORDS.get(keyword.arg or "")
        if family is None or (isinstance(keyword.value, ast.Constant) and keyword.value.value in {None, False}):
            continue
        name = chain.rpartition(".")[2]
        if keyword.arg == "check" and name != "run":
            continue
        if keyword.arg == "http_client" and not _CLIENTS.search(ast.unparse(keyword.value)):
            continue
        yield Guard(
            family=family,
            form=Form.KEYWORD,
            key=f"{name}({keyword.arg}=)",
            tokens=frozenset({keyword.arg or "", name}),
            label=f"{name}(… {keyword.arg}={_shortened(ast.unparse(keyword.value))})",
            node=keyword.value,
            fact=f"keyword {keyword.arg} of {name}",
            protects=(),
            subject=f"call {name}",
            strictness=frozenset({ast.unparse(keyword.value)}),
        )
    del unit


def _inner(node: ast.Call, local: frozenset[str]) -> str:
    """What runs on commit: the called name, through a lambda or partial."""
    for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
        for inner in ast.walk(argument):
            if isinstance(inner, ast.Call) and (name := dotted(inner.func)) and name.rpartition(".")[2] != "partial":
                return name.rpartition(".")[2] if name.rpartition(".")[2] not in {"delay", "apply_async"} else name
        if isinstance(argument, ast.Call) and argument.args:
            return ast.unparse(argument.args[0])
        return blank(argument, local)
    return dotted(node.func)


def _arguments(node: ast.Call) -> str:
    return ", ".join(ast.unparse(argument) for argument in node.args)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 90 else f"{flat[:87]}..."


def is_check_call(name: str) -> bool:
    """Whether a function of this name is called for its refusal."""
    return bool(_CHECKS.search(name)) or bool({"allowed"} & set(words(name)))
