"""A test that holds a guard in place is skipped.

The test expects something to be refused. A marker, a decorator or a first line now keeps it from running, or lets it
fail.

Why it matters:
    A skipped test is green whatever the code does. Skips outlive their reason.

Instead:
    Mend the test, or mark it with a link to the issue that will: then it is a note.

What it does not see:
    Tests that the runner is told to leave out by a command line or a name pattern.

Sources:
    Catalogue TS03.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.gate_integrity._tests import Test, tests_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import Definition, callee, dotted
from checks.kit.sentence import Sentence, at_head, code

_SKIPS = re.compile(r"(^|\.)(skip|skipif|skipIf|skipUnless|xfail|expectedFailure|skipTest|disabled|ignore)$")
_CONDITIONAL = re.compile(r"(skipif|skipIf|skipUnless)$")
_ISSUE = re.compile(r"https?://|#\d+|[A-Z]{2,}-\d+")
_SURE, _CONDITION, _LINKED = 0.85, 0.6, 0.45


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every guard test that stays and no longer runs."""
    base, head = tests_of(change, change.base), tests_of(change, change.head)
    told: set[ast.AST] = set()
    for name, test in head.items():
        before = base.get(name)
        if before is None or not before.guards or _skip(before) is not None:
            continue
        marker = _skip(test)
        if marker is not None and marker not in told:
            told.add(marker)
            yield _told(change, test, marker)


def _told(change: Change, test: Test, marker: ast.AST) -> Hit:
    text = ast.unparse(marker)
    linked = bool(_ISSUE.search(text))
    conditional = isinstance(marker, ast.Call) and bool(_CONDITIONAL.search(dotted(marker.func)))
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=test.name,
        fact="guard test skipped",
        title=f"`{test.name}`, a test that holds a guard in place, is skipped by {code(text)}",
        message="The guard can fall without any test failing.",
        confidence=(_LINKED if linked else _CONDITION if conditional else _SURE) * (1.0 if test.refusals else 0.9),
    )
    return at_head(change, marker, says)


def _skip(test: Test) -> ast.AST | None:
    """What keeps the test from running: on itself, on its class, or on the whole module."""
    around: list[Definition] = [test.node]
    parent = test.source.index.definition(test.node)
    if parent is not None:
        around.append(parent)
    for definition in around:
        for decorator in definition.decorator_list:
            if _is_skip(decorator):
                return decorator
    for stmt in test.node.body[:2]:
        if isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call) and _is_skip(stmt.value):
            return stmt.value
    return _of_body(parent.body if isinstance(parent, ast.ClassDef) else ()) or _of_body(test.source.tree.body)


def _of_body(body: list[ast.stmt] | tuple[()]) -> ast.AST | None:
    for stmt in body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                marks = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
                return next((mark for mark in marks if _is_skip(mark)), None)
            case _:
                continue
    return None


def _is_skip(node: ast.AST) -> bool:
    name = callee(node)
    return bool(_SKIPS.search(name)) and not name.startswith(("warnings.", "os."))


_TEST = """
    {mark}
    def test_refused_without_permission(client):
        {first}
        assert client.delete("/orders/1/").status_code == {status}
"""
_PLAIN = _TEST.format(mark="@pytest.mark.django_db", first="client.logout()", status=403)

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS03",),
    kind=Kind.WEAKENED,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a marker skips it",
            path="tests/test_orders.py",
            base=_PLAIN,
            head=_PLAIN.replace("@pytest.mark.django_db", '@pytest.mark.skip(reason="flaky")'),
            finds=((1, "is skipped by"),),
        ),
        Example(
            "its first line skips it",
            path="tests/test_orders.py",
            base=_PLAIN,
            head=_PLAIN.replace("client.logout()", 'pytest.skip("later")'),
            finds=((3, "is skipped by"),),
        ),
        Example(
            "it was skipped before",
            path="tests/test_orders.py",
            base=_PLAIN.replace("@pytest.mark.django_db", "@pytest.mark.skip"),
            head=_PLAIN.replace("@pytest.mark.django_db", '@pytest.mark.skip(reason="flaky")'),
        ),
        Example(
            "a skipped test runs again",
            path="tests/test_orders.py",
            base=_PLAIN.replace("@pytest.mark.django_db", "@pytest.mark.skip"),
            head=_PLAIN,
        ),
        Example(
            "a test that guards nothing",
            path="tests/test_orders.py",
            base='def test_title():\n    assert title("a") == "A"\n',
            head='@pytest.mark.skip\ndef test_title():\n    assert title("a") == "A"\n',
        ),
    ),
)
