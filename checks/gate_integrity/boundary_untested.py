"""A guard changed, and no test of this pull request knows the code.

A permission, tenant filter, transaction, lock, state or limit was removed or changed, and the pull request edits no
test that names the function or class that it stood in.

Why it matters:
    Whether the guard refuses what it should is known to nobody but its author. The next change may take it away, and
    every test still passes.

Instead:
    One test of the refusal: who may not, and what they get.

What it does not see:
    Unchanged tests that cover the code, and tests that reach it by an address alone. So this is a note, once per pull
    request.

Sources:
    Catalogue TS07.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from checks.gate_integrity._tests import Test, gained_tests
from checks.kit import Action, Area, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, title_of
from checks.kit.files import is_test, language
from checks.kit.sentence import Sentence, at_head
from checks.ledger import Verdict, edited_functions, entries_of
from checks.ledger.pairing import Pair

_AREAS = frozenset(
    {
        Area.AUTH,
        Area.TENANCY,
        Area.TRANSACTIONS,
        Area.STATE_MACHINES,
        Area.IDEMPOTENCY,
        Area.MONEY,
        Area.RATE_LIMITS,
    }
)
_TOLD = 0.5  # from here on the loss itself is shown
_SHOWN = 3
_LONG_ENOUGH = 5


def find(change: Change, options: Options) -> Iterator[Hit]:
    """One note in the first file of the pull request that has such a unit."""
    found = change.within.ask(_untested)
    mine = [pair for pair in found if pair.head.source is change.head]
    if not mine or found[0].head.source is not change.head:
        return
    names = ", ".join(f"`{pair.head.name}`" for pair in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    says = Sentence(
        kind=Kind.MISSING,
        symbol=mine[0].head.name,
        fact="boundary untested",
        title=title_of(f"Guards changed in {names}{more}; no test of this pull request names it"),
        message="Whether the guard refuses what it should, no test here says.",
        confidence=0.45,
        action=Action.NOTE,
    )
    yield at_head(change, mine[0].head.node, says)


def _untested(changes: ChangeSet) -> tuple[Pair, ...]:
    """Functions with other guards than before that no edited test names; none where the repository has no tests."""
    pairs = [pair for change in changes for pair in edited_functions(change) if pair.same_file and _differs(pair)]
    if not pairs or not _has_tests(changes, {pair.head.source.path for pair in pairs}):
        return ()
    tests = changes.ask(gained_tests)
    spoken = frozenset(name for test in tests for name in test.spoken)
    called = frozenset(_title(test) for test in tests)
    return tuple(pair for pair in pairs if not _names(pair) & spoken and not _is_in_a_title(pair, called))


def _has_tests(changes: ChangeSet, paths: Iterable[str]) -> bool:
    """Whether tests stand where they usually do; the whole tree would cost a large repository too much."""
    folders = {str(folder) for path in paths for folder in PurePosixPath(path).parents}
    beside = {folder if folder != "." else "" for folder in folders}
    inside = {f"{folder}/{name}".lstrip("/") for folder in beside for name in ("tests", "test")}
    return any(_is_python_test(path) for folder in sorted(beside | inside) for path in changes.list_head(folder))


def _is_python_test(path: str) -> bool:
    return is_test(path) and language(path) == "python"


def _differs(pair: Pair) -> bool:
    """Whether a guard of a boundary was lost, weakened or changed; what came, or only moved, needs no new eyes."""
    return any(
        entry.base is pair.base
        and entry.verdict is not Verdict.MOVED
        and entry.confidence >= _TOLD
        and entry.guard.family.area in _AREAS
        for entry in entries_of(pair.change)
    )


def _names(pair: Pair) -> frozenset[str]:
    """What a test would call it: the function, its class, its module, as they are or put into other words."""
    parts = [*pair.head.name.split("."), PurePosixPath(pair.head.source.path).stem]
    return frozenset(parts) | frozenset(part.replace("_", "-") for part in parts)


def _title(test: Test) -> str:
    """What the test calls itself, between underscores: its file, its class, its name."""
    words = f"{PurePosixPath(test.source.path).stem}_{test.name}"
    return f"_{re.sub(r'(?<=[a-z0-9])(?=[A-Z])|[.]', '_', words).lower()}_"


def _is_in_a_title(pair: Pair, titles: Iterable[str]) -> bool:
    """As in `test_update_check.py`, `UpdateCheckTests` or `test_update_check_refuses`; a short name is in too many."""
    name = pair.head.name.rsplit(".", 1)[-1].strip("_").lower()
    return len(name) >= _LONG_ENOUGH and any(f"_{name}_" in title for title in titles)


_VIEW = """
    {guard}
    def close(request, pk):
        order = Order.objects.get(pk=pk)
        order.close()
        order.save()
"""
_TEST = """
    def test_a_stranger_is_refused(client):
        assert client.post(reverse("{name}")).status_code == 403
"""
_BY_ADDRESS = """
    class {about}Tests(TestCase):
        def test_it_refuses_a_stranger(self):
            assert self.client.post("/v1/42/").status_code == 403
"""
_SIGN_IN = _VIEW.format(guard="@login_required")
_STAFF = _VIEW.format(guard='@permission_required("orders.close")')

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS07",),
    kind=Kind.MISSING,
    severity=Severity.LOW,
    action=Action.NOTE,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a permission in place of the sign-in, and no test",
            base=_SIGN_IN,
            head=_STAFF,
            context={"tests/test_orders.py": _TEST.format(name="open")},
            finds=((1, "no test of this pull request names it"),),
        ),
        Example(
            "a test comes with it",
            base={"shop/orders.py": _SIGN_IN},
            head={"shop/orders.py": _STAFF, "tests/test_orders.py": _TEST.format(name="close")},
        ),
        Example(
            "the test's class is called after it",
            base={"shop/orders.py": _SIGN_IN},
            head={"shop/orders.py": _STAFF, "tests/test_orders.py": _BY_ADDRESS.format(about="Close")},
        ),
        Example(
            "a test of something else, by its address",
            base={"shop/orders.py": _SIGN_IN},
            head={"shop/orders.py": _STAFF, "tests/test_carts.py": _BY_ADDRESS.format(about="Cart")},
            finds=((1, "no test of this pull request names it"),),
        ),
        Example(
            "the guards are what they were",
            base=_SIGN_IN,
            head=_SIGN_IN.replace("order.close()", "order.close(by=request.user)"),
            context={"tests/test_orders.py": _TEST.format(name="open")},
        ),
        Example(
            "a guard more",
            base=_VIEW.format(guard="@require_POST"),
            head=_VIEW.format(guard="@require_POST\n    @login_required"),
            context={"tests/test_orders.py": _TEST.format(name="open")},
        ),
        Example("a repository without tests", base=_SIGN_IN, head=_STAFF),
        Example(
            "a new function",
            base=_SIGN_IN,
            head=_SIGN_IN + _STAFF.replace("close", "cancel"),
            context={"tests/test_orders.py": _TEST.format(name="open")},
        ),
    ),
)
