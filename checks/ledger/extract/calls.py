"""Guards written as calls: checks that raise, locks, hooks that wait for the commit, records."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.canon import blank, identifiers
from checks.ledger.extract.outcomes import family_by_words, leaving
from checks.ledger.extract.position import after, statement_of
from checks.ledger.family import Family
from checks.ledger.guard import Form, Guard, shortened
from checks.ledger.unit import Unit
from checks.ledger.words import family_of

_CHECKS = re.compile(
    r"^_{0,2}(check|require|ensure|assert|verify|validate|enforce|raise_(if|for|unless|on)|authori[sz]e|forbid|must|"
    r"abort_if|reject|deny|restrict|guard|confirm|limit|throttle|rate_limit)(_|$)|^_{0,2}(check|require|ensure|assert|"
    r"verify|validate|enforce|authorize|raiseIf)[A-Z]|_or_(raise|abort|403|404|401)$|^(full_clean|is_valid|hit|test_for)$"
)
_ON_COMMIT = re.compile(
    r"^(on_commit|delay_on_commit|apply_async_on_commit|after_commit|run_after_commit|call_on_commit)$"
)
_REFUSALS = frozenset({Family.AUTHENTICATION, Family.AUTHORIZATION, Family.SIGNATURE})
_QUEUES = frozenset({"delay", "apply_async"})
_RECORDS = re.compile(r"audit|(^|_)activity(_|$)|(^|_)history$|(^|_)log(_entry|_event)?$|record_event", re.IGNORECASE)
_REPLACES = frozenset({"sub", "subn", "replace"})
_BLANK = re.compile(r"redacted|\bhidden\b|filtered|masked|\*{3,}|x{4,}|•{2,}", re.IGNORECASE)
"""What stands in place of a secret."""
_NAMED: tuple[tuple[re.Pattern[str], Family, Form, float], ...] = (
    (re.compile(r"^(compare_digest|constant_time_compare)$"), Family.SIGNATURE, Form.CALL, 1.0),
    (re.compile(r"^(raise_for_status|check_returncode)$"), Family.ERROR, Form.CALL, 1.0),
    (re.compile(r"^rollback$"), Family.TRANSACTION, Form.CALL, 0.75),
    (
        re.compile(
            r"(^|_)lock_and_|^(pg_)?(try_)?(advisory_?)?(x?act_)?lock\b|advisory_?lock|acquire_lock|"
            r"lock_(row|table|for)|^acquire$",
            re.IGNORECASE,
        ),
        Family.LOCK,
        Form.CALL,
        1.0,
    ),
    (
        re.compile(
            r"^(log|record|track|write|emit)_(\w+_)?(action|event|change|changes|addition|deletion|history|activity|log|"
            r"entry)(_|$)|^(create|add|save|store)_(\w+_)?(history|activity|log|log_entry)$|^create_event(_|$)|"
            r"^(take_)?snapshot(_|$)|audit|insight_log|_activity$",
            re.IGNORECASE,
        ),
        Family.AUDIT,
        Form.RECORD,
        1.0,
    ),
    (
        re.compile(r"redact|mask|scrub|censor|obfuscate|anonymi[sz]e|sanitize_log|hide_secret", re.IGNORECASE),
        Family.REDACTION,
        Form.CALL,
        0.9,
    ),
    (
        re.compile(
            r"sanitize|sanitise|escape|bleach|secure_filename|safe_join|is_relative_to|url_has_allowed_host|is_safe_url",
            re.IGNORECASE,
        ),
        Family.VALIDATION,
        Form.CALL,
        0.9,
    ),
)
"""Name of the called function -> family, form and weight; the first row that fits wins."""


def find_calls(unit: Unit) -> Iterator[Guard]:
    """Calls of a function that guard what comes after them."""
    if not unit.is_function:
        return
    for node in unit.nodes:
        if isinstance(node, ast.Call) and not _is_read_elsewhere(unit, node):
            guard = _of_call(unit, node)
            if guard is not None:
                yield guard


def _of_call(unit: Unit, node: ast.Call) -> Guard | None:
    name = dotted(node.func).rpartition(".")[2]
    if not name:
        return None
    house = unit.view.house.family(dotted(node.func))
    if house is not None:
        return _guard(unit, node, house, form=Form.CALL, key=name, weight=1.0)
    if _ON_COMMIT.search(name):
        return _on_commit(unit, node, name)
    if _is_record(node, name):
        return _guard(unit, node, Family.AUDIT, form=Form.RECORD, key=_task(dotted(node.func)), weight=1.0)
    if name in _REPLACES and any(map(_is_blank, node.args)):
        return _guard(unit, node, Family.REDACTION, form=Form.CALL, key=f"{name} with a blank", weight=0.95)
    for pattern, family, form, weight in _NAMED:
        if pattern.search(name):
            key = f"{name} {_arguments(node)}" if family is Family.LOCK else name
            return _guard(unit, node, family, form=form, key=key, weight=weight)
    return _check(unit, node, name) if _CHECKS.search(name) and not _is_of_query(node, name) else None


def _is_of_query(node: ast.Call, name: str) -> bool:
    """`orders.limit(20)` cuts a query; `limiter.limit(key)` holds a caller off."""
    if name != "limit" or not isinstance(node.func, ast.Attribute):
        return False
    return not re.search(r"limit|throttl|rate", dotted(node.func.value), re.IGNORECASE)


def _is_blank(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_BLANK.search(node.value))


def _is_record(node: ast.Call, name: str) -> bool:
    """`order_activity.delay(...)`; `event.log(Realm.management, ...)`, which no logger would take."""
    if name in _QUEUES:
        return bool(_RECORDS.search(dotted(node.func).rpartition(".")[0].rpartition(".")[2]))
    return name == "log" and bool(node.args) and isinstance(node.func, ast.Attribute) and _is_member(node.args[0])


def _is_member(node: ast.expr) -> bool:
    """A member of an enum by its looks: `EventRealm.management`."""
    return isinstance(node, ast.Attribute) and dotted(node.value).rpartition(".")[2][:1].isupper()


def _check(unit: Unit, node: ast.Call, name: str) -> Guard:
    spoken = (part for part in dotted(node.func).split(".") if part != "self")
    by_arguments = family_of(*identifiers(*node.args, *(k.value for k in node.keywords)))
    if by_arguments in {Family.FLAG, Family.AUDIT}:
        by_arguments = None
    named = family_of(*spoken) or by_arguments
    if named in {None, Family.VALIDATION}:
        named = _by_its_handler(unit, node) or named
    family = named or Family.VALIDATION
    stands_alone = isinstance(statement_of(unit, node), ast.Expr)
    weight = (1.0 if stands_alone else 0.75) * (0.8 if family is Family.VALIDATION else 1.0)
    if named is None and not node.args and not node.keywords:
        weight *= 0.75  # nobody can say what it checks
    return _guard(unit, node, family, form=Form.CALL, key=name, weight=weight)


def _by_its_handler(unit: Unit, node: ast.Call) -> Family | None:
    """`try: self._validate(created)`, `except NotFound: raise PermissionDenied`: the handler says what is checked."""
    for parent in unit.parents(node):
        if isinstance(parent, ast.Try):
            for handler in parent.handlers:
                out = leaving(handler.body)
                family = family_by_words(out.words) if out is not None and out.refuses else None
                if family in _REFUSALS:
                    return family
    return None


def _guard(unit: Unit, node: ast.Call, family: Family, *, form: Form, key: str, weight: float) -> Guard:
    return Guard(
        family=family,
        form=form,
        key=key,
        tokens=identifiers(node) - unit.locals | {key.partition(" ")[0]},
        label=shortened(ast.unparse(node)),
        node=node,
        fact=f"call {blank(node.func, unit.locals)}",
        protects=_in_its_handler(unit, node) or after(unit, node),
        strictness=frozenset(ast.unparse(argument) for argument in node.args),
        weight=weight,
    )


def _in_its_handler(unit: Unit, node: ast.Call) -> tuple[ast.stmt, ...]:
    """Of a rollback in an exception handler, the rest of the handler: with the handler it goes for good.

    A handler of everything that rolls back and raises again hides no error: it is there for what was tried.
    """
    if dotted(node.func).rpartition(".")[2] != "rollback":
        return ()
    around = list(unit.parents(node))
    handler = next((parent for parent in around if isinstance(parent, ast.ExceptHandler)), None)
    tried = next((parent for parent in around if isinstance(parent, ast.Try)), None)
    if handler is None or tried is None:
        return ()
    if catches_all(handler) and isinstance(handler.body[-1], ast.Raise):
        return tuple(tried.body)
    own = statement_of(unit, node)
    return tuple(stmt for stmt in handler.body if stmt is not own)


def catches_all(handler: ast.ExceptHandler) -> bool:
    """`except:`, `except Exception:`, `except BaseException:`."""
    return handler.type is None or dotted(handler.type) in {"Exception", "BaseException"}


def _on_commit(unit: Unit, node: ast.Call, name: str) -> Guard:
    inner = _handed_over(unit, node)
    return Guard(
        family=Family.ON_COMMIT,
        form=Form.WRAPPER,
        key=f"on commit {inner}",
        tokens=identifiers(node) - unit.locals | {name},
        label=shortened(ast.unparse(node)),
        node=node,
        fact=f"on commit {inner}",
        protects=after(unit, node),
        strictness=frozenset(ast.unparse(argument) for argument in node.args),
    )


def _handed_over(unit: Unit, node: ast.Call) -> str:
    """What runs on commit: the called name, through a lambda, a partial or the task itself."""
    for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(argument, ast.Call) and argument.args:
            return _task(dotted(argument.args[0]))
        for inner in ast.walk(argument):
            if isinstance(inner, ast.Call) and (name := dotted(inner.func)):
                return _task(name)
        if name := dotted(argument):
            return _task(name) if name not in unit.locals else "_"
    return _task(dotted(node.func))


def _task(chain: str) -> str:
    """`send_mail.delay` and `send_mail.delay_on_commit` hand over the same task."""
    head, _, tail = chain.rpartition(".")
    return head if head and (tail in _QUEUES or _ON_COMMIT.search(tail)) else chain


def _is_read_elsewhere(unit: Unit, node: ast.Call) -> bool:
    """A `with` item is read as a scope, the test of an `if` or `assert` as a condition."""
    for parent in unit.parents(node):
        if isinstance(parent, ast.withitem):
            return True
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.If | ast.While | ast.Assert)
    return False


def _arguments(node: ast.Call) -> str:
    return ", ".join(ast.unparse(argument) for argument in node.args)
