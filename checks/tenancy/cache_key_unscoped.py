"""A cached answer is no longer kept apart by tenant or user.

The key of a cache named the tenant, team or user. It no longer does, or a function that answered per tenant is cached
for all.

Why it matters:
    The first caller's answer is given to everybody: one customer sees the data, limits or permissions of another.

Instead:
    Put what the answer depends on into the key.

What it does not see:
    Prefixes that the cache adds by itself; whether the answer is the same for all.

Sources:
    Catalogue TN06; CWE-524.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import callee, dotted
from checks.kit.sentence import Sentence, at_head, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.unit import Unit
from checks.ledger.words import words

_SCOPE = frozenset(
    "tenant org organization organisation workspace team account company project customer user member owner site "
    "shop".split()
)
_CACHES = re.compile(
    r"(^|[._])\w*(cache|redis|memcache)\w*\.(get|set|add|get_or_set|delete|incr|setex|hget|hset|exists|pop)$"
)
_MEMOIZED = frozenset({"lru_cache", "cache", "cached", "memoize", "ttl_cache", "cached_function"})
_METHODS = frozenset({"cached_property", "property"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Keys that lost what they kept apart, and answers per tenant that are cached for all."""
    for pair in edited_functions(change):
        if not pair.same_file:
            continue
        base, head = dict(_keys(pair.base)), dict(_keys(pair.head))
        for called, key in base.items():
            now = head.get(called)
            lost = _scopes(key, pair.base) - (_scopes(now, pair.head) if now is not None else frozenset())
            if now is not None and lost and not _scopes(now, pair.head):
                title = f"The cache key of `{pair.base.name}` no longer holds {code(', '.join(sorted(lost)))}"
                yield became(change, key, now, _says(pair.base.name, "key", title, 0.8))
        memo = _memo(pair.head)
        if memo is not None and _memo(pair.base) is None and _depends(pair.base) and not _takes_scope(pair.head):
            title = f"`{pair.head.name}` is cached for all, its answer depended on the tenant or user"
            yield at_head(change, memo, _says(pair.head.name, "memo", title, 0.78))


def _keys(unit: Unit) -> Iterator[tuple[str, ast.expr]]:
    """The call that asks a cache, and the key that it is given."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and node.args and _CACHES.search(dotted(node.func)):
            yield dotted(node.func), node.args[0]


def _scopes(key: ast.expr, unit: Unit) -> frozenset[str]:
    """Words of tenants and users in a key; a key that was bound before is looked up."""
    bound = key
    if isinstance(key, ast.Name):
        values = [
            node.value
            for node in unit.nodes
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == key.id
        ]
        bound = values[-1] if values else key
    names = (dotted(node) for node in ast.walk(bound) if isinstance(node, ast.Name | ast.Attribute))
    return frozenset(word for name in names for word in words(name)) & _SCOPE


def _memo(unit: Unit) -> ast.expr | None:
    decorators = unit.node.decorator_list if isinstance(unit.node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    for node in decorators:
        name = callee(node).rpartition(".")[2]
        if name in _MEMOIZED and name not in _METHODS:
            return node
    return None


def _depends(unit: Unit) -> bool:
    """Whether the function asks who the tenant or user is."""
    asked = re.compile(r"(get_)?current_(tenant|org\w*|user|workspace|team|account)|request\.(user|tenant|org\w*)")
    return any(asked.search(called) for called in unit.called) or any(
        isinstance(node, ast.Attribute) and asked.search(dotted(node)) for node in unit.nodes
    )


def _takes_scope(unit: Unit) -> bool:
    node = unit.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    names = (argument.arg for argument in (*node.args.args, *node.args.kwonlyargs))
    return any(word in _SCOPE for name in names for word in words(name))


def _says(symbol: str, fact: str, title: str, confidence: float) -> Sentence:
    return Sentence(
        kind=Kind.WEAKENED,
        symbol=symbol,
        fact=f"cache {fact}",
        title=title,
        message="One tenant's or user's answer is given to another.",
        confidence=confidence,
    )


_LIMIT = """
    def limit_of(tenant):
        return cache.get(f"limit:{key}")
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TN06",),
    kind=Kind.WEAKENED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the tenant left the key",
            base=_LIMIT.replace("{key}", "{tenant.pk}:{kind}"),
            head=_LIMIT.replace("{key}", "{kind}"),
            finds=((2, "no longer holds `tenant`"),),
        ),
        Example(
            "one answer for all",
            base="def has_limit():\n    tenant = get_current_tenant_id()\n    return load(tenant)\n",
            head="@lru_cache()\ndef has_limit():\n    return load()\n",
            finds=((1, "is cached for all"),),
        ),
        Example(
            "the key names the tenant by its slug",
            base=_LIMIT.replace("{key}", "{tenant.pk}"),
            head=_LIMIT.replace("{key}", "{tenant.slug}"),
        ),
        Example(
            "a key of something global",
            base=_LIMIT.replace("{key}", "{kind}:{day}"),
            head=_LIMIT.replace("{key}", "{kind}"),
        ),
        Example(
            "the tenant is an argument of the cached function",
            base="def has_limit(tenant):\n    return load(get_current_tenant_id())\n",
            head="@lru_cache()\ndef has_limit(tenant):\n    return load(tenant)\n",
        ),
    ),
)
