"""Which family a condition speaks for, by its words and by what happens when it does not hold."""

from __future__ import annotations

import ast
import re

from checks.kit.index import callee, dotted
from checks.ledger.canon import Clause, identifiers
from checks.ledger.extract.outcomes import Leaving, family_by_words, speaks_of_validation
from checks.ledger.family import Family
from checks.ledger.statements import has_effect
from checks.ledger.unit import Unit
from checks.ledger.words import TENANT, family_of, words

SOFT = frozenset(
    {
        Family.AUTHORIZATION, Family.AUTHENTICATION, Family.STATE, Family.VISIBILITY, Family.IDEMPOTENCY,
        Family.QUOTA, Family.RATE_LIMIT, Family.TENANT_SCOPE, Family.SIGNATURE, Family.LOCK, Family.MONEY,
    }
)  # fmt: skip
"""Families whose guards may leave without a word: a closed incident is simply passed over."""
_STRONGER_THAN_PERMISSION = frozenset({Family.TENANT_SCOPE, Family.RATE_LIMIT, Family.QUOTA, Family.SIGNATURE})
_NOT_A_SUBJECT = frozenset({"self", "cls", "request", "len", "any", "all", "isinstance", "str", "int", "not", "None"})
_EXISTS = re.compile(r"(^|_)(exists|existing|successor|predecessor)($|_)")
_CEILING = frozenset({"max", "maximum", "limit", "limits", "quota", "allowance"})
_MEASURES = frozenset({"size", "bytes", "filesize", "width", "height", "duration", "pixels", "kb", "mb"})
_REACHES = re.compile(
    r"(private|internal|local|safe)_?\w*(ip|address|host|url|network)|"
    r"(allowed|safe|trusted|blocked)_\w*(hosts?|domains?|schemes?|urls?)",
    re.IGNORECASE,
)
"""Names that ask where a request would go."""
_KIND_OF_ADDRESS = frozenset({"is_private", "is_loopback", "is_link_local", "is_reserved", "is_multicast", "is_global"})
_ADDRESS = frozenset({"ip", "ips", "addr", "address", "addresses", "host", "hostname", "network"})
_UPLOADED = frozenset(
    {"size", "filesize", "mime", "mimetype", "extension", "extensions", "suffix", "virus", "infected"}
)
_NAMES_A_ROW = frozenset({"id", "pk", "slug", "uuid", "uid", "key"})


def family_of_block(unit: Unit, clause: Clause) -> Family | None:
    """The family of a condition under which a block runs; `if not job_exists: enqueue(...)` runs once."""
    family = _spoken(unit, clause)
    if family in {None, Family.STATE} and _asks_whether_it_is_there(clause):
        return Family.IDEMPOTENCY
    return family


def family_of_exit(unit: Unit, clause: Clause, out: Leaving) -> Family | None:
    """The family of a condition that leaves; what it answers counts more than what it asks."""
    by_answer = family_by_words(out.words) if out.refuses else None
    by_words = _spoken(unit, clause)
    if by_answer is not None:
        over = by_answer is Family.AUTHORIZATION and by_words in _STRONGER_THAN_PERMISSION
        return by_words if over else by_answer
    if out.refuses:
        return Family.VALIDATION if by_words in {Family.AUDIT, Family.FLAG, None} else by_words
    return by_words if by_words in SOFT else None


def weight_of_exit(family: Family, clause: Clause, out: Leaving, following: tuple[ast.stmt, ...]) -> float:
    """0..1: how seldom such an exit is anything but a guard."""
    weight = 1.0
    if not out.refuses:
        weight *= 0.85
    if _only_asks_for_presence(clause):
        decides = out.refuses and family in {Family.AUTHORIZATION, Family.AUTHENTICATION}
        weight *= 0.9 if decides else 0.6  # `if grant is None: continue` passes over what is not there
    if family is Family.VALIDATION:
        weight *= _weight_of_input(clause, out)
    if not has_effect(following):
        weight *= 0.9
    return weight


def _weight_of_input(clause: Clause, out: Leaving) -> float:
    """Where a request may go, and what may be uploaded, is asked for safety; other input mostly for a good answer."""
    names = identifiers(*clause.nodes)
    if _asks_where_it_goes(names) or any(_UPLOADED & set(words(name)) for name in names):
        return 0.9
    return 0.7 if speaks_of_validation(out.words) else 0.55


def _spoken(unit: Unit, clause: Clause) -> Family | None:
    """The family that the words of a condition speak for; a state field of the house is always state."""
    names = identifiers(*clause.nodes)
    if names & unit.view.state_fields:
        return Family.STATE
    if _asks_where_it_goes(names):
        return Family.VALIDATION
    family = family_of(*(name for name in names if name not in _NOT_A_SUBJECT))
    if family not in {Family.RATE_LIMIT, Family.SIGNATURE} and any(map(_is_ceiling, clause.nodes)):
        return Family.QUOTA
    if family is Family.VISIBILITY:
        return Family.STATE
    return None if family is Family.TENANT_SCOPE and not any(map(_compares_tenants, clause.nodes)) else family


def _asks_where_it_goes(names: frozenset[str]) -> bool:
    """`is_private_address(host)`, `ip.is_loopback`, `host not in ALLOWED_HOSTS`; not `board.is_private`."""
    if any(map(_REACHES.search, names)):
        return True
    return bool(names & _KIND_OF_ADDRESS) and any(_ADDRESS & set(words(name)) for name in names)


def _is_ceiling(node: ast.expr) -> bool:
    """`len(members) >= plan.max_members`, `used > limit`; not `upload.size > MAX_SIZE`, which measures one input."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return False
    heard = {word for side in (node.left, *node.comparators) for name in identifiers(side) for word in words(name)}
    return bool(heard & _CEILING) and not heard & _MEASURES


def _compares_tenants(node: ast.expr) -> bool:
    """`board.team_id != user.team_id`, `team in user.teams`: speaking of a project alone keeps nobody apart."""
    if not isinstance(node, ast.Compare):
        return False
    if any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators)):
        return False
    return any(_names_tenant(side) for side in (node.left, *node.comparators))


def _names_tenant(side: ast.expr) -> bool:
    parts = [part for part in dotted(side).split(".") if part and part not in _NAMES_A_ROW]
    return bool(parts) and bool(TENANT & set(words(parts[-1])))


def _asks_whether_it_is_there(clause: Clause) -> bool:
    """`not successor_exists`, `not jobs.filter(...).exists()`."""
    return all(literal.startswith("!") for literal in clause.literals) and any(
        _EXISTS.search(callee(node).rpartition(".")[2])
        for test in clause.nodes
        for node in ast.walk(test)
        if isinstance(node, ast.Call | ast.Name)
    )


def _only_asks_for_presence(clause: Clause) -> bool:
    """`if x is None: …`: without it the code crashes rather than lets through."""
    return all(re.fullmatch(r"!?[A-Za-z_]\w*", literal) for literal in clause.literals) and not any(
        words(name)[:1] in {("can",), ("has",), ("is",), ("may",)}
        for literal in clause.literals
        for name in [literal.lstrip("!")]
    )
