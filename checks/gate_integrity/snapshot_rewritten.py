"""The expected answer of a refusal was rewritten together with the code.

A stored expectation (a snapshot, a cassette, a fixture of an answer) said that something is refused or fails. It says
something else now, and code that is no test changed in the same pull request.

Why it matters:
    The test passes because its expectation was printed again from the new behaviour: it no longer tells whether that
    behaviour is right.

Instead:
    Say in the pull request why the answer is another one, and keep one test that was written by hand.

What it does not see:
    Expectations in databases; whether the new answer is meant.

Sources:
    Catalogue TS05.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.files import is_test, language
from checks.kit.sentence import Lines, Sentence, at_base, code

_STORED = re.compile(
    r"(__snapshots__|snapshots?|cassettes?|approved|golden|fixtures)/|\.(snap|ambr|approved\.\w+|cassette\.ya?ml)$"
)
_REFUSAL = re.compile(
    r"\b(40[01349]|422|429)\b|forbidden|unauthori[sz]ed|permission|not allowed|denied|invalid|conflict|too many|csrf|"
    r"does not exist",
    re.IGNORECASE,
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """One hit for a stored expectation whose refusals went while code changed."""
    if change.base is None or change.head is None or not _STORED.search(change.path) or not is_test(change.path):
        return
    kept = Counter(line.strip() for line in change.head.lines)
    gone = [
        number
        for number in sorted(change.removed_lines)
        if _REFUSAL.search(change.base.lines[number - 1]) and not kept[change.base.lines[number - 1].strip()]
    ]
    code_changed = any(language(other.path) is not None and not is_test(other.path) for other in change.within)
    still = sum(bool(_REFUSAL.search(line)) for line in change.head.lines)
    if not gone or not code_changed or still >= sum(bool(_REFUSAL.search(line)) for line in change.base.lines):
        return
    says = Sentence(
        kind=Kind.CHANGED,
        symbol=None,
        fact="stored refusal",
        title=f"A stored expectation of a refusal is another one: {code(change.base.lines[gone[0] - 1].strip())}",
        message="The test passes because its expectation was printed from the new behaviour.",
        confidence=0.66,
    )
    yield at_base(change, Lines(gone[0], gone[0]), says)


_SNAP = """
    # name: test_stranger
    status: {status}
    body: {body}
"""
_CODE = "def show(request):\n    return load(request)\n"

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("TS05",),
    kind=Kind.CHANGED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the stranger succeeds",
            base={"tests/__snapshots__/a.ambr": _SNAP.format(status="403", body="forbidden"), "shop/a.py": "X = 1\n"},
            head={"tests/__snapshots__/a.ambr": _SNAP.format(status="200", body="order"), "shop/a.py": _CODE},
            finds=((2, "stored expectation of a refusal"),),
        ),
        Example(
            "only the expectation changed",
            base={"tests/__snapshots__/a.ambr": _SNAP.format(status="403", body="forbidden")},
            head={"tests/__snapshots__/a.ambr": _SNAP.format(status="200", body="order")},
        ),
        Example(
            "another refusal",
            base={"tests/__snapshots__/a.ambr": _SNAP.format(status="403", body="forbidden"), "shop/a.py": "X = 1\n"},
            head={"tests/__snapshots__/a.ambr": _SNAP.format(status="404", body="denied"), "shop/a.py": _CODE},
        ),
        Example(
            "an answer without refusal",
            base={"tests/__snapshots__/a.ambr": _SNAP.format(status="200", body="a"), "shop/a.py": "X = 1\n"},
            head={"tests/__snapshots__/a.ambr": _SNAP.format(status="200", body="b"), "shop/a.py": _CODE},
        ),
    ),
)
