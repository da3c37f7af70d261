"""A test goes around a guard that it went through before.

The test existed. It now replaces the permission check, the lock or the signature by a stub, overrides the dependency
that signs callers in, or acts as a superuser.

Why it matters:
    What the test still shows is that the code works for those whom no guard stops. The guard itself is no longer
    exercised there.

Instead:
    Give the caller what the guard asks for: a role, a membership, a signed request. Stub what is slow or outside, not
    what refuses.

What it does not see:
    Fixtures and base classes that do the same for many tests.

Sources:
    Catalogue TS04.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from checks.gate_integrity._tests import Test, test_pairs
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_head, code

_GUARD = re.compile(
    r"perm(ission)?s?\b|permission|authori[sz]|authenticat|has_access|check_access|require_|is_owner|signature|verify|"
    r"csrf|throttle|rate_limit|_lock\b|advisory|select_for_update|atomic|idempoten|current_user|get_user\b|login_required",
    re.IGNORECASE,
)
_STAFF = re.compile(r"superuser|admin|staff|root", re.IGNORECASE)
_PATCHES = frozenset({"patch", "object", "setattr", "multiple"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every bypass that a kept test did not have."""
    for base, head in test_pairs(change):
        known = Counter(label for label, _ in _bypasses(base))
        for label, node in _bypasses(head):
            if known[label]:
                known[label] -= 1
                continue
            says = Sentence(
                kind=Kind.INTRODUCED,
                symbol=head.name,
                fact=f"bypass {label}",
                title=f"`{head.name}` now goes around a guard: {code(ast.unparse(node))}",
                message="The guard is no longer exercised by this test.",
                confidence=0.6 if base.guards else 0.5,
            )
            yield at_head(change, node, says)


def _bypasses(test: Test) -> Iterator[tuple[str, ast.AST]]:
    """Label and place of everything that puts a guard out of action."""
    for node in ast.walk(test.node):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="dependency_overrides"), slice=key, ctx=ast.Store()):
                if _GUARD.search(ast.unparse(key)):
                    yield f"override {ast.unparse(key)}", node
            case ast.Call(func=function, args=[_, *_]) if _name(function) in _PATCHES and "patch" in dotted(function):
                told = " ".join(text for argument in node.args[:2] if (text := _told(argument)))
                if _GUARD.search(told.rpartition(".")[2]):
                    yield f"patch {told}", node
            case ast.Call(func=function) if _name(function) in {"force_authenticate", "force_login"}:
                told = " ".join(map(ast.unparse, (*node.args, *(keyword.value for keyword in node.keywords))))
                if _STAFF.search(told):
                    yield f"{_name(function)} as staff", node
            case _:
                continue


def _name(function: ast.expr) -> str:
    return dotted(function).rpartition(".")[2]


def _told(argument: ast.expr) -> str:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


_TEST = """
    def test_delete_order(client, member, mocker):
        {setup}
        client.delete("/orders/1/")
        assert not Order.objects.exists()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS04",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the permission check is a stub now",
            path="tests/test_orders.py",
            base=_TEST.format(setup="client.force_login(member)"),
            head=_TEST.format(setup='mocker.patch("shop.views.has_permission", return_value=True)'),
            finds=((2, "now goes around a guard"),),
        ),
        Example(
            "the sender of mails is a stub now",
            path="tests/test_orders.py",
            base=_TEST.format(setup="client.force_login(member)"),
            head=_TEST.format(setup='mocker.patch("shop.views.send_mail")'),
        ),
        Example(
            "it was a stub before",
            path="tests/test_orders.py",
            base=_TEST.format(setup='mocker.patch("shop.views.has_permission", return_value=True)'),
            head=_TEST.format(setup='mocker.patch("shop.views.has_permission", return_value=1)'),
        ),
        Example(
            "a new test",
            path="tests/test_orders.py",
            base="def test_nothing():\n    assert True\n",
            head=_TEST.format(setup='mocker.patch("shop.views.has_permission", return_value=True)'),
        ),
    ),
)
